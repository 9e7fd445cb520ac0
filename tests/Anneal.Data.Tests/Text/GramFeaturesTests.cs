using System.Text.Json;
using Anneal.Data.Text;
using Anneal.Data.Text.Grams;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

public sealed class GramFeaturesTests
{
    [Fact]
    public void RowsAreThoseOfScikitLearn()
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(TestData.Fixture("text", "tfidf.json")));
        List<string> texts = [.. fixture.RootElement.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        foreach (JsonElement expected in fixture.RootElement.GetProperty("cases").EnumerateArray())
        {
            GramFamily family = new(
                Enum.Parse<GramKind>(expected.GetProperty("kind").GetString()!),
                expected.GetProperty("shortest").GetInt32(),
                expected.GetProperty("longest").GetInt32(),
                expected.GetProperty("minimum").GetInt32());
            SparseMatrix rows = GramFeatures.Learn(texts, [family]).Transform(texts);
            for (int row = 0; row < texts.Count; row++)
            {
                float[] ours = [.. rows.ValuesOf(row)], theirs = [.. expected.GetProperty("rows")[row].EnumerateArray().Select(v => v.GetSingle())];
                Array.Sort(ours);
                ours.Length.ShouldBe(theirs.Length, $"{family}: {texts[row]}");
                for (int i = 0; i < ours.Length; i++) ours[i].ShouldBe(theirs[i], 2e-6f);
            }
        }
    }

    [Fact]
    public void TheOrderOfTheTextsLeavesNoTrace()
    {
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"text {i * 7919 % 1000} and {i % 17}, 第{i % 91}号")];
        GramFamily family = new(GramKind.Characters, 1, 4, MaximumCount: 500);
        GramVocabulary forwards = GramVocabulary.Learn(texts, family), backwards = GramVocabulary.Learn([.. texts.Reverse()], family);
        forwards.Names.Length.ShouldBe(500);
        backwards.Names.ShouldBe(forwards.Names);
        backwards.Importance.ShouldBe(forwards.Importance);
    }

    [Fact]
    public void FamiliesStandBesideEachOtherAndAreNormalisedApart()
    {
        string[] texts = ["a b", "b c", "c a b"];
        GramFeatures features = GramFeatures.Learn(texts, [new GramFamily(GramKind.Words, 1, 1, 1), new GramFamily(GramKind.Characters, 1, 2, 1)]);
        SparseMatrix rows = features.Transform(texts);
        int words = features.Vocabularies[0].Names.Length;
        words.ShouldBe(3);
        for (int row = 0; row < texts.Length; row++)
        {
            double wordLength = 0, length = 0;
            for (int i = 0; i < rows.ColumnsOf(row).Length; i++)
            {
                double square = rows.ValuesOf(row)[i] * rows.ValuesOf(row)[i];
                length += square;
                if (rows.ColumnsOf(row)[i] < words) wordLength += square;
                if (i > 0) rows.ColumnsOf(row)[i].ShouldBeGreaterThan(rows.ColumnsOf(row)[i - 1]);
            }

            wordLength.ShouldBe(1, 1e-5);
            length.ShouldBe(2, 1e-5);
        }
    }

    [Fact]
    public void PresenceIsOneForEachGram()
    {
        SparseMatrix row = GramFeatures.Learn(["aab", "ab"], [new GramFamily(GramKind.Characters, 1, 1)], GramWeighting.Presence).Transform(["bbaab", "c", ""]);
        row.ValuesOf(0).ToArray().ShouldBe([1f, 1f]);
        row.ColumnsOf(1).Length.ShouldBe(0);
        row.ColumnsOf(2).Length.ShouldBe(0);
    }

    [Fact]
    public void AnyTextIsTaken()
    {
        Random random = new(3);
        string[] texts = [.. Enumerable.Range(0, 500).Select(_ => new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(0x10000))])), "", new string('x', 5000)];
        string[] cleaned = [.. texts.Select(t => TextCleaning.Clean(t))];
        foreach (GramKind kind in Enum.GetValues<GramKind>())
        {
            GramFeatures features = GramFeatures.Learn(cleaned, [new GramFamily(kind, 1, 3, 1)]);
            SparseMatrix rows = features.Transform(cleaned);
            rows.Rows.ShouldBe(texts.Length);
            rows.Columns.ShouldAllBe(c => c >= 0 && c < features.Width);
            rows.Values.ShouldAllBe(v => float.IsFinite(v) && v > 0);
        }
    }
}
