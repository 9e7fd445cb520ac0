using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class TiktokenTests
{
    [Fact]
    public void TheFileOfGpt2SaysTheSameAsItsMerges()
    {
        Tokenizer tiktoken = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "tiktoken", "gpt2.tiktoken"));
        Tokenizer merges = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "gpt2"));
        foreach ((string text, int[] ids) in PublishedCases.Of("gpt-2")) tiktoken.Encode(text).ShouldBe(ids, text);
        string play = File.ReadAllText(TestData.Shared("data", "tinyshakespeare", "input.txt"))[..200_000];
        string poems = File.ReadAllText(TestData.Shared("data", "chinese-poetry", "songci.txt"))[..50_000];
        foreach (string text in new[] { play, poems }) tiktoken.Encode(text).ShouldBe(merges.Encode(text));
        (tiktoken.VocabularySize, tiktoken.EndId).ShouldBe((50257, 50256));
    }

    [Fact]
    public void Cl100kGivesTheIdsThatItsMakersShow()
    {
        // From OpenAI's cookbook, "How to count tokens with tiktoken".
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "tiktoken", "cl100k_base.tiktoken"));
        tokenizer.Encode("tiktoken is great!").ShouldBe([83, 1609, 5963, 374, 2294, 0]);
        tokenizer.Encode("antidisestablishmentarianism").ShouldBe([519, 85342, 34500, 479, 8997, 2191]);
        tokenizer.Encode("2 + 2 = 4").ShouldBe([17, 489, 220, 17, 284, 220, 19]);
        tokenizer.Encode("お誕生日おめでとう").ShouldBe([33334, 45918, 243, 21990, 9080, 33334, 62004, 16556, 78699]);
        tokenizer.Encode("<|endofprompt|>", parseSpecial: true).ShouldBe([100276]);
        foreach ((string text, _) in PublishedCases.Of("gpt-2")) tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);
    }
}
