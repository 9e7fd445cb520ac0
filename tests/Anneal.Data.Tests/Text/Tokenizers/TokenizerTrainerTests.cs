using System.Diagnostics;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class TokenizerTrainerTests(ITestOutputHelper output)
{
    [Fact]
    public void FullWidthMarksStayWhereAsked()
    {
        string[] texts = [.. Enumerable.Repeat("你好吗？好，再见！", 20)];
        Tokenizer kept = TokenizerTrainer.Unigram(texts, new TokenizerTraining { VocabularySize = 300, KeepsForms = true }), plain = TokenizerTrainer.Unigram(texts, new TokenizerTraining { VocabularySize = 300 });
        kept.Decode(kept.Encode("好吗？")).ShouldBe("好吗？");
        plain.Decode(plain.Encode("好吗？")).ShouldBe("好吗?");
        using TempFolder folder = new();
        TokenizerFiles.Write(kept, folder.Path);
        Tokenizer read = TokenizerFiles.Read(folder.Path);
        read.Encode("你好吗？ Yes!").ShouldBe(kept.Encode("你好吗？ Yes!"));
        read.Decode(read.Encode("你好吗？ Yes!")).ShouldBe("你好吗？ Yes!");
    }

    [Fact]
    public void ChineseCharactersAreTokensByThemselvesWhereAsked()
    {
        string[] texts = [.. Enumerable.Repeat("the weather in 北京 is good, 天气很好。", 20), .. Enumerable.Repeat("天气很好，北京很好。", 20)];
        Tokenizer alone = TokenizerTrainer.Unigram(texts, new TokenizerTraining { VocabularySize = 400, ChineseAlone = true });
        Tokenizer joined = TokenizerTrainer.Unigram(texts, new TokenizerTraining { VocabularySize = 400 });
        alone.Encode("天气很好").Select(alone.TokenText).ShouldBe(["▁", "天", "气", "很", "好"]);
        joined.Encode("天气很好").Length.ShouldBeLessThan(5);
        alone.Encode("the weather in").Length.ShouldBeLessThan(6);
        alone.Decode(alone.Encode(texts[0])).ShouldBe(texts[0]);
    }

    [Fact]
    public void BytePairsJoinTheMostFrequentFirst()
    {
        // low x5, lower x2, newest x6, widest x3: the example of Sennrich et al., 2016.
        string text = string.Concat(Enumerable.Repeat(" low", 5)) + string.Concat(Enumerable.Repeat(" lower", 2)) + string.Concat(Enumerable.Repeat(" newest", 6)) + string.Concat(Enumerable.Repeat(" widest", 3));
        Tokenizer tokenizer = TokenizerTrainer.BytePairs([text], new TokenizerTraining { VocabularySize = 256 + 6, SpecialTokens = ["<|endoftext|>"] });
        Enumerable.Range(257, 5).Select(tokenizer.TokenText).ShouldBe(["es", "est", "Ġl", "ow", "Ġlow"]); // es and est 9 times, the others 7: then the lower numbers first
        tokenizer.Encode(" lowest").Select(tokenizer.TokenText).ShouldBe(["Ġlow", "est"]);
        tokenizer.EndId.ShouldBe(0);
    }

    [Theory]
    [InlineData("pairs", "tinyshakespeare/input.txt")]
    [InlineData("pairs", "chinese-poetry/songci.txt")]
    [InlineData("unigram", "tinyshakespeare/input.txt")]
    [InlineData("unigram", "chinese-poetry/songci.txt")]
    [InlineData("pieces", "tinyshakespeare/input.txt")]
    public void RealTextsAreLearntQuicklyAndComeBack(string kind, string file)
    {
        string text = File.ReadAllText(TestData.Shared(["data", .. file.Split('/')])).Replace("\uFFFD", "");
        if (text.Length > 200_000) text = text[..200_000];
        Stopwatch watch = Stopwatch.StartNew();
        Tokenizer tokenizer = Train(kind, [text]);
        output.WriteLine($"{kind} {file}: {watch.Elapsed.TotalSeconds:F2} s, {tokenizer.VocabularySize} tokens");
        string sample = text[1000..20_000];
        int[] ids = tokenizer.Encode(sample, addSpecial: false);
        output.WriteLine($"{(double)sample.Length / ids.Length:F2} characters a token: {string.Join(' ', ids.Take(30).Select(tokenizer.TokenText))}");
        if (kind == "pairs") tokenizer.Decode(ids).ShouldBe(sample);
        ids.Length.ShouldBeLessThan(kind == "pairs" || file.StartsWith("tiny") ? sample.Length / (file.StartsWith("tiny") ? 3 : 1) : sample.Length + (sample.Length / 50)); // most of the 4,000 are single characters

        using TempFolder folder = new();
        TokenizerFiles.Write(tokenizer, folder.Path);
        TokenizerFiles.Read(folder.Path).Encode(sample, addSpecial: false).ShouldBe(ids);
    }

    [Fact]
    public void ChunksAndThreadsLeaveNoTrace()
    {
        string text = File.ReadAllText(TestData.Shared("data", "tinyshakespeare", "input.txt"))[..300_000];
        string[] lines = text.Split("\n\n");
        foreach (string kind in new[] { "pairs", "unigram", "pieces" })
        {
            string[] first = Tokens(Train(kind, lines)), second = Tokens(Train(kind, lines));
            second.ShouldBe(first);
            if (kind == "pieces") Tokens(Train(kind, [text])).ShouldBe(first); // a text cut into its lines has the same words
        }
    }

    private static string[] Tokens(Tokenizer tokenizer) => [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenText)];

    private static Tokenizer Train(string kind, IEnumerable<string> texts)
    {
        TokenizerTraining options = new() { VocabularySize = 4000, SpecialTokens = kind == "pieces" ? [] : ["<|endoftext|>"] };
        return kind switch { "pairs" => TokenizerTrainer.BytePairs(texts, options), "unigram" => TokenizerTrainer.Unigram(texts, options), _ => TokenizerTrainer.WordPieces(texts, options) };
    }
}
