using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class SentencePieceTests
{
    private static readonly Lazy<Tokenizer> Llama = new(() => TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "llama2")));

    [Fact]
    public void Llama2GivesThePublishedIds()
    {
        foreach ((string text, int[] ids) in PublishedCases.Of("llama-spm"))
        {
            Llama.Value.Encode(text, addSpecial: false).ShouldBe(ids, text);
            Llama.Value.Decode(ids).ShouldBe(text);
            if (text.Length > 0) Llama.Value.Encode(text).ShouldBe([1, .. ids]);
        }

        (Llama.Value.VocabularySize, Llama.Value.BeginId, Llama.Value.EndId, Llama.Value.UnknownId).ShouldBe((32000, 1, 2, 0));
    }

    [Fact]
    public void PoemsAndBytesComeBack()
    {
        string text = File.ReadAllText(TestData.Shared("data", "chinese-poetry", "yuanqu.txt"))[..100_000];
        Llama.Value.Decode(Llama.Value.Encode(text)).ShouldBe(text);
        Random random = new(5);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            Llama.Value.DecodeBytes(Llama.Value.EncodeBytes(bytes)).ShouldBe(bytes);
        }
    }

    [Fact]
    public void WordsAreCutAsTheWholeTextWouldBe()
    {
        string text = File.ReadAllText(TestData.Shared("data", "tinyshakespeare", "input.txt"))[..1_000];
        Llama.Value.Encode(text, addSpecial: false).ShouldBe(Reference.Scored(text, Llama.Value.IdOf, id => -id));
    }
}
