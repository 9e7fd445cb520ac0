using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class WordPieceTests
{
    [Fact]
    public void BertGivesThePublishedIds()
    {
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "bert-base-uncased"));
        foreach ((string text, int[] ids) in PublishedCases.Of("bert-bge"))
        {
            tokenizer.Encode(text, addSpecial: false).ShouldBe(ids, text);
            tokenizer.Encode(text).ShouldBe([101, .. ids, 102], text);
        }

        (tokenizer.PadId, tokenizer.UnknownId, tokenizer.ClassId, tokenizer.SeparatorId, tokenizer.MaskId).ShouldBe((0, 100, 101, 102, 103));
        tokenizer.Decode(tokenizer.Encode("Hello, World! It works unbelievably.")).ShouldBe("hello, world! it works unbelievably.");
    }

    [Fact]
    public void TwoTextsAreOneRowOfTwoSegments()
    {
        using TempFolder folder = new();
        Tokenizer tokenizer = TokenizerFiles.Read(folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n你\n好\nab\n##c\n"));
        TokenPair pair = tokenizer.EncodePair("你好", "abc");
        pair.Ids.ShouldBe([2, 5, 6, 3, 7, 8, 3]);
        pair.Types.ShouldBe([0, 0, 0, 0, 1, 1, 1]);
        pair.SecondStart.ShouldBe(4);
    }

    [Fact]
    public void CapitalsStayWhereTheVocabularyHasThem()
    {
        using TempFolder folder = new();
        Tokenizer cased = TokenizerFiles.Read(folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nÉté\nété\nA\n"));
        cased.Encode("Été A a", addSpecial: false).ShouldBe([5, 7, 1]);
        folder.Write("tokenizer_config.json", """{"do_lower_case": true}""");
        TokenizerFiles.Read(folder.Path).Encode("a", addSpecial: false).ShouldBe([1]);
    }

    [Fact]
    public void AVocabularyWithoutUnknownSaysSo()
    {
        using TempFolder folder = new();
        Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("vocab.txt", "a\nb\n"))).Message.ShouldContain("[UNK]");
    }
}
