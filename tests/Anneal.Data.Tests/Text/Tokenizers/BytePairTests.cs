using System.Text;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class BytePairTests
{
    private static readonly Lazy<Tokenizer> Gpt2 = new(() => TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "gpt2")));

    [Fact]
    public void Gpt2GivesThePublishedIds()
    {
        foreach ((string text, int[] ids) in PublishedCases.Of("gpt-2"))
        {
            Gpt2.Value.Encode(text).ShouldBe(ids, text);
            Gpt2.Value.Encode(text).ShouldBe(ids, text); // from memory, the second time
            Gpt2.Value.Decode(ids).ShouldBe(text);
        }
    }

    [Fact]
    public void AnyBytesComeBack()
    {
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0) for (int j = 0; j < bytes.Length; j++) bytes[j] = bytes[j] < 200 ? (byte)"aé 我\n🦙x"u8[bytes[j] % 12] : bytes[j];
            Gpt2.Value.DecodeBytes(Gpt2.Value.EncodeBytes(bytes)).ShouldBe(bytes);
        }
    }

    [Fact]
    public void ChinesePoetryComesBackAndNeverInHalfCharacters()
    {
        string text = File.ReadAllText(TestData.Shared("data", "chinese-poetry", "songci.txt"))[..200_000].Replace("\uFFFD", "");
        int[] ids = Gpt2.Value.Encode(text);
        Gpt2.Value.Decode(ids).ShouldBe(text);
        TokenDecoder decoder = Gpt2.Value.NewDecoder();
        StringBuilder said = new();
        foreach (int id in ids)
        {
            string part = decoder.Append(id);
            part.ShouldNotContain('\uFFFD');
            if (part.Length > 0) char.IsHighSurrogate(part[^1]).ShouldBeFalse();
            said.Append(part);
        }

        decoder.Finish().ShouldBe("");
        said.ToString().ShouldBe(text);
    }

    [Fact]
    public void DecodingTokenByTokenIsDecodingAtOnce()
    {
        Random random = new(6);
        for (int i = 0; i < 200; i++)
        {
            int[] ids = [.. Enumerable.Range(0, 30).Select(_ => random.Next(i % 2 == 0 ? 256 : Gpt2.Value.VocabularySize))];
            TokenDecoder decoder = Gpt2.Value.NewDecoder(skipSpecial: false);
            (string.Concat(ids.Select(decoder.Append)) + decoder.Finish()).ShouldBe(Gpt2.Value.Decode(ids, skipSpecial: false));
        }
    }

    [Fact]
    public void SpecialTokensAreTextUnlessAskedFor()
    {
        const string Text = "one<|endoftext|>two";
        Gpt2.Value.Encode(Text).ShouldNotContain(50256);
        Gpt2.Value.Encode(Text, parseSpecial: true).ShouldBe([505, 50256, 11545]);
        Gpt2.Value.Decode(Gpt2.Value.Encode(Text)).ShouldBe(Text);
        Gpt2.Value.Decode([505, 50256, 11545]).ShouldBe("onetwo");
        Gpt2.Value.Decode([505, 50256, 11545], skipSpecial: false).ShouldBe(Text);
        (Gpt2.Value.EndId, Gpt2.Value.VocabularySize, Gpt2.Value.TokenText(262), Gpt2.Value.IdOf("Ġthe")).ShouldBe((50256, 50257, "Ġthe", 262));
        Encoding.UTF8.GetString(Gpt2.Value.BytesOf(262)).ShouldBe(" the");
    }

    [Fact]
    public void LongPiecesMergeAsShortOnesDo()
    {
        // A run of letters without a space is one piece; the long way and the short way must agree.
        foreach (int length in new[] { 60, 63, 64, 65, 66, 100, 1_500 })
        {
            string text = string.Concat(Enumerable.Repeat("thequickbrownfoxjumpsoverthelazydog", 200))[..length];
            int[] ids = Gpt2.Value.Encode(text);
            ids.ShouldBe(Reference.BytePairs(text, Gpt2.Value, File.ReadLines(TestData.Shared("data", "tokenizers", "gpt2", "merges.txt"))));
            Gpt2.Value.Decode(ids).ShouldBe(text);
        }
    }

    [Fact]
    public void ManyThreadsGetTheSameTokens()
    {
        string text = File.ReadAllText(TestData.Shared("data", "tinyshakespeare", "input.txt"))[..100_000];
        int[] expected = Gpt2.Value.Encode(text);
        int[][] got = new int[8][];
        Parallel.For(0, got.Length, i => got[i] = Gpt2.Value.Encode(text));
        foreach (int[] ids in got) ids.ShouldBe(expected);
    }
}
