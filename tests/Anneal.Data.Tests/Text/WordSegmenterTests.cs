using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Segmentation;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

public sealed class WordSegmenterTests(ITestOutputHelper output)
{
    private const string SmallDictionary = "外卖 300 n\n外 50\n卖 60\n很 900 d\n快 400 a\n很快 200 d\n\n送 100 v\n得 800 u\n";

    private static WordSegmenter Jieba(bool unknownWords = true) => new(
        WordDictionary.Load(TestData.Shared("data", "jieba", "dict.txt")),
        unknownWords ? WordBoundaryModel.Load(TestData.Shared("data", "jieba", "finalseg_hmm.json")) : null);

    [Fact]
    public void OwnSentencesAreCutAsJiebaCutsThem()
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("text", "cuts.json")));
        (WordSegmenter all, WordSegmenter known) = (Jieba(), Jieba(unknownWords: false));
        foreach (JsonElement one in cases.RootElement.EnumerateArray())
        {
            string text = one.GetProperty("text").GetString()!;
            all.Words(text).ShouldBe(one.GetProperty("words").EnumerateArray().Select(w => w.GetString()), text);
            known.Words(text).ShouldBe(one.GetProperty("known").EnumerateArray().Select(w => w.GetString()), text);
        }
    }

    [Fact]
    public void TenThousandReviewsAreCutAsJiebaCutsThem()
    {
        WordSegmenter segmenter = Jieba();
        List<string> reviews = Reviews.TenThousand();
        string[] expected = File.ReadAllLines(TestData.Fixture("text", "review-cuts.txt"));
        expected.Length.ShouldBe(reviews.Count / 20);
        for (int i = 0; i < expected.Length; i++)
        {
            string marked = string.Concat(reviews.Skip(20 * i).Take(20).Select(r => string.Concat(segmenter.Words(r).Select(w => w + "\u0001")) + "\u0002"));
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(marked)))[..16].ShouldBe(expected[i], $"reviews {20 * i} to {(20 * i) + 19}");
        }

        List<Range> ranges = [];
        TimeSpan best = TimeSpan.MaxValue;
        for (int pass = 0; pass < 5; pass++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            foreach (string review in reviews)
            {
                ranges.Clear();
                segmenter.Cut(review, ranges);
            }

            if (watch.Elapsed < best) best = watch.Elapsed;
        }

        double megabytes = reviews.Sum(r => Encoding.UTF8.GetByteCount(r)) / 1e6;
        output.WriteLine($"{megabytes:F1} MB of UTF-8 at {megabytes / best.TotalSeconds:F1} MB/s");
    }

    [Fact]
    public void AnyTextIsCutIntoPiecesThatJoinToItAgain()
    {
        WordSegmenter segmenter = new(WordDictionary.Read(new StringReader(SmallDictionary), "small"));
        string[] parts = ["外卖", "很", "快", "龘", "a", "Z9", "3.5%", "..", "-", "\r", "\n", "\t", "\u3000", "\0", "\ud83d", "\ude00", "\ud83d\ude00", "\uffff", "é", "٣", "\u200b"];
        Random random = new(5);
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            string.Concat(segmenter.Words(text)).ShouldBe(text);
        }
    }

    [Fact]
    public void WithoutADictionaryEntryCharactersStandAlone()
    {
        WordSegmenter segmenter = new(WordDictionary.Read(new StringReader(SmallDictionary), "small"));
        segmenter.Words("外卖送得很快，ok了").ShouldBe(["外卖", "送", "得", "很快", "，", "ok", "了"]);
    }

    [Theory]
    [InlineData("外卖 300\n很快\n", 2)]
    [InlineData("外卖 many\n", 1)]
    [InlineData("外卖 -3\n", 1)]
    [InlineData("外卖 99999999999999999999\n", 1)]
    [InlineData("\n\n", 0)]
    public void ABrokenDictionaryIsNamedWithItsLine(string text, int line) =>
        Should.Throw<UserErrorException>(() => WordDictionary.Read(new StringReader(text), "words.txt")).Place.ShouldBe(new Place("words.txt", line));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"prob_start": 1, "prob_trans": {}, "prob_emit": {}}""")]
    [InlineData("""{"prob_start": {"B": "x"}, "prob_trans": {}, "prob_emit": {}}""")]
    [InlineData("""{"prob_start": {"B": 1e999}, "prob_trans": {}, "prob_emit": {}}""")]
    public void BrokenProbabilitiesAreAUserError(string json)
    {
        using TempFolder folder = new();
        string path = folder.Write("hmm.json", json);
        Should.Throw<UserErrorException>(() => WordBoundaryModel.Load(path)).Place!.Value.File.ShouldBe(path);
    }

    [Fact]
    public void FilesThatAreNotThereOrNotTextAreUserErrors()
    {
        using TempFolder folder = new();
        Should.Throw<UserErrorException>(() => WordDictionary.Load(Path.Combine(folder.Path, "none.txt")));
        Should.Throw<UserErrorException>(() => WordDictionary.Load(folder.Write("bytes.txt", [0xFF, 0xFE, 0xFD, 0x80, 0x20, 0x31])));
        Should.Throw<UserErrorException>(() => WordBoundaryModel.Load(folder.Path));
    }
}
