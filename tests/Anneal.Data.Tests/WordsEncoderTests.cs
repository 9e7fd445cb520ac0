using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;

namespace Anneal.Data.Tests;

public sealed class WordsEncoderTests
{
    [Theory]
    [InlineData("Braund, Mr. Owen", "braund mr owen")]
    [InlineData("A/5 C85", "a 5 c 85")]
    [InlineData("高级 Java工程师", "高 级 java 工 程 师")]
    [InlineData("Größe: 12cm", "größe 12 cm")]
    [InlineData("…  --", "")]
    public void Words_are_runs_of_letters_and_of_digits(string cell, string words) => string.Join(' ', CellWords.Of(cell)).ShouldBe(words);

    [Fact]
    public void A_text_is_its_frequent_words_and_its_length()
    {
        // "room" stands in every row and "a" to "t" in one each: neither says anything.
        string?[] cells = [.. Enumerable.Range(0, 20).Select(i => $"room {(char)('a' + i)} {(i % 2 == 0 ? "north" : "south wing")}")];
        WordsEncoder encoder = WordsEncoder.Fit("r", cells);
        encoder.FeatureNames.ShouldBe(["r has north", "r has south", "r has wing", "r length"]);
        (encoder.Mean, encoder.Deviation).ShouldBe((14.5, 2.5));
        Encode(encoder, "NORTH,room b").ShouldBe([1, 0, 0, -1]);
        Encode(encoder, null).ShouldBe([0, 0, 0, 0]);
        WordsEncoder gaps = WordsEncoder.Fit("r", [.. cells, null]);
        Encode(gaps, null).ShouldBe([0, 0, 0, 0, 1]);
        Encode(gaps, "a south b")[^1].ShouldBe(0);
        ColumnEncoder restored = JsonSerializer.Deserialize<ColumnEncoder>(JsonSerializer.Serialize<ColumnEncoder>(gaps))!;
        Encode(restored, "the south room").ShouldBe(Encode(gaps, "the south room"));
    }

    [Fact]
    public void Only_training_rows_decide_which_words_count()
    {
        string?[] cells = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? (i % 2 == 0 ? "red" : "blue") : (i % 2 == 0 ? "green" : "gold"))];
        Table table = new("t.csv", ["c"], [cells], [.. Enumerable.Range(2, 40)]);
        TableSchema schema = new([new ColumnSchema("c", ColumnType.Text, ColumnRole.Feature, 0, 4, "")], LabelKind.OneClass, []);
        TabularPreprocessing.Fit(table, schema, [.. Enumerable.Range(0, 20)]).FeatureNames.ShouldBe(["c has blue", "c has red", "c length"]);
    }

    private static float[] Encode(ColumnEncoder encoder, string? cell)
    {
        float[] features = new float[encoder.FeatureNames.Count];
        encoder.Encode(cell, features);
        return features;
    }
}
