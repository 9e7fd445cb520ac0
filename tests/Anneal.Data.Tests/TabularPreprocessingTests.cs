using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;

namespace Anneal.Data.Tests;

public sealed class TabularPreprocessingTests
{
    [Fact]
    public void Numbers_are_filled_with_the_median_flagged_and_standardised()
    {
        NumberEncoder encoder = NumberEncoder.Fit("x", ["1", "3", null, "8"]);
        encoder.Median.ShouldBe(3);
        encoder.Mean.ShouldBe(3.75);
        encoder.Deviation.ShouldBe(Math.Sqrt((2.75 * 2.75 + 0.75 * 0.75 * 2 + 4.25 * 4.25) / 4), 1e-12);
        encoder.FeatureNames.ShouldBe(["x", "x missing"]);

        Encode(encoder, "8").ShouldBe([(float)(4.25 / encoder.Deviation), 0]);
        Encode(encoder, null).ShouldBe([(float)(-0.75 / encoder.Deviation), 1]);
        Encode(encoder, "not a number").ShouldBe(Encode(encoder, null));
    }

    [Fact]
    public void A_column_without_missing_values_has_no_flag_and_an_even_count_a_median_between()
    {
        NumberEncoder encoder = NumberEncoder.Fit("x", ["4", "1", "2", "3"]);
        encoder.Median.ShouldBe(2.5);
        encoder.FeatureNames.ShouldBe(["x"]);
        Encode(NumberEncoder.Fit("x", ["5", "5"]), "5").ShouldBe([0]);
        Encode(NumberEncoder.Fit("x", [null, null]), "5").ShouldBe([5, 0]);
    }

    [Fact]
    public void Categories_are_one_hot_and_the_rest_is_other()
    {
        string?[] cells = [.. Enumerable.Repeat("b", 6), .. Enumerable.Repeat("a", 5), "rare", null];
        CategoryEncoder encoder = CategoryEncoder.Fit("c", cells);
        encoder.FeatureNames.ShouldBe(["c = a", "c = b", "c = (other)"]);
        Encode(encoder, "b").ShouldBe([0, 1, 0]);
        Encode(encoder, "rare").ShouldBe([0, 0, 1]);
        Encode(encoder, null).ShouldBe([0, 0, 1]);
        Encode(encoder, "new").ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void Where_training_met_nothing_else_an_unseen_category_says_nothing() =>
        Encode(CategoryEncoder.Fit("c", [.. Enumerable.Repeat("a", 5), .. Enumerable.Repeat("b", 5)]), "new").ShouldBe([0, 0]);

    [Fact]
    public void Only_training_rows_are_learnt_from_and_a_column_that_is_absent_is_missing()
    {
        (Table table, TableSchema schema) = Sample();
        TabularPreprocessing fitted = TabularPreprocessing.Fit(table, schema, [0, 1]);
        fitted.FeatureNames.ShouldBe(["x", "c = (other)"]);
        ((NumberEncoder)fitted.Encoders[0]).Mean.ShouldBe(2);

        FeatureMatrix features = fitted.Transform(table, [0, 2]);
        (features.Rows, features.Width).ShouldBe((2, 2));
        features.Values.ShouldBe([-1, 1, 98, 1]);
        fitted.Transform(Table.OfOneRow("row", new Dictionary<string, string?>(StringComparer.Ordinal)), [0]).Values.ShouldBe([0, 1]);
    }

    [Fact]
    public void What_was_fitted_survives_the_way_through_json()
    {
        (Table table, TableSchema schema) = Sample();
        TabularPreprocessing fitted = TabularPreprocessing.Fit(table, schema, [0, 1, 2]);
        TabularPreprocessing restored = JsonSerializer.Deserialize<TabularPreprocessing>(JsonSerializer.Serialize(fitted))!;
        restored.FeatureNames.ShouldBe(fitted.FeatureNames);
        restored.Transform(table, [0, 1, 2]).Values.ShouldBe(fitted.Transform(table, [0, 1, 2]).Values);
    }

    private static (Table Table, TableSchema Schema) Sample() => (
        new Table("t.csv", ["x", "c"], [["1", "3", "100"], ["a", "a", "b"]], [2, 3, 4]),
        new TableSchema(
            [
                new ColumnSchema("x", ColumnType.Number, ColumnRole.Feature, 0, 3, ""),
                new ColumnSchema("c", ColumnType.Category, ColumnRole.Feature, 0, 2, ""),
            ],
            LabelKind.OneClass,
            []));

    private static float[] Encode(ColumnEncoder encoder, string? cell)
    {
        float[] features = new float[encoder.FeatureNames.Count];
        encoder.Encode(cell, features);
        return features;
    }
}
