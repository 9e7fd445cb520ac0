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
        encoder.Fill.ShouldBe(3);
        encoder.Center.ShouldBe(3.75);
        encoder.Spread.ShouldBe(Math.Sqrt((2.75 * 2.75 + 0.75 * 0.75 * 2 + 4.25 * 4.25) / 4), 1e-12);
        encoder.FeatureNames.ShouldBe(["x", "x missing"]);

        Encode(encoder, "8").ShouldBe([(float)(4.25 / encoder.Spread), 0]);
        Encode(encoder, null).ShouldBe([(float)(-0.75 / encoder.Spread), 1]);
        Encode(encoder, "not a number").ShouldBe(Encode(encoder, null));
    }

    [Fact]
    public void A_column_without_missing_values_has_no_flag_and_an_even_count_a_median_between()
    {
        NumberEncoder encoder = NumberEncoder.Fit("x", ["4", "1", "2", "3"]);
        encoder.Fill.ShouldBe(2.5);
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
        ((NumberEncoder)fitted.Encoders[0]).Center.ShouldBe(2);

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

    [Fact]
    public void Missing_numbers_are_filled_as_was_asked()
    {
        string?[] cells = ["1", "1", "4", "10", null];
        Fill(MissingFill.Median).ShouldBe(2.5);
        Fill(MissingFill.Mean).ShouldBe(4);
        Fill(MissingFill.MostFrequent).ShouldBe(1);
        Fill(MissingFill.Constant).ShouldBe(-1);

        double Fill(MissingFill fill) => NumberEncoder.Fit("x", cells, new ColumnPreparation(fill, "-1")).Fill;
    }

    [Fact]
    public void Outliers_are_clipped_at_quantiles_of_the_training_rows()
    {
        string?[] cells = [.. Enumerable.Range(0, 101).Select(i => i == 100 ? "100000" : i.ToString())];
        NumberEncoder encoder = NumberEncoder.Fit("x", cells, new ColumnPreparation(ClipLow: 0.05, ClipHigh: 0.95, Scale: Scaling.None));
        Encode(encoder, "100000").ShouldBe([95]);
        Encode(encoder, "-7").ShouldBe([5]);
        Encode(encoder, "50").ShouldBe([50]);
    }

    [Fact]
    public void Numbers_are_scaled_as_was_asked()
    {
        string?[] cells = ["2", "4", "6", "6", "1000"];
        NumberEncoder range = NumberEncoder.Fit("x", cells, new ColumnPreparation(Scale: Scaling.MinMax));
        Encode(range, "2").ShouldBe([0]);
        Encode(range, "1000").ShouldBe([1]);

        // Ranks 0, 1/4, 1/2 and 3/4 (alike), 1, spread evenly around 0 with deviation 1.
        NumberEncoder rank = NumberEncoder.Fit("x", cells, new ColumnPreparation(Scale: Scaling.Quantile));
        double unit = Math.Sqrt(1.0 / 12);
        Encode(rank, "2")[0].ShouldBe((float)(-0.5 / unit), 1e-6f);
        Encode(rank, "3")[0].ShouldBe((float)(-0.375 / unit), 1e-6f);
        Encode(rank, "6")[0].ShouldBe((float)(0.125 / unit), 1e-6f);
        Encode(rank, "5000")[0].ShouldBe((float)(0.5 / unit), 1e-6f);
        NumberEncoder restored = (NumberEncoder)JsonSerializer.Deserialize<ColumnEncoder>(JsonSerializer.Serialize<ColumnEncoder>(rank))!;
        Encode(restored, "3").ShouldBe(Encode(rank, "3"));
    }

    [Fact]
    public void Missing_categories_can_become_the_most_frequent_one()
    {
        string?[] cells = [.. Enumerable.Repeat("a", 6), .. Enumerable.Repeat("b", 5), null];
        CategoryEncoder encoder = CategoryEncoder.Fit("c", cells, new ColumnPreparation(MissingFill.MostFrequent));
        encoder.FeatureNames.ShouldBe(["c = a", "c = b"]);
        Encode(encoder, null).ShouldBe([1, 0]);
    }

    [Fact]
    public void Dates_are_days_and_places_on_circles()
    {
        DateEncoder encoder = DateEncoder.Fit("d", ["2000-01-01", "2000/1/3", null]);
        encoder.FeatureNames.ShouldBe(["d days", "d month (sin)", "d month (cos)", "d weekday (sin)", "d weekday (cos)", "d missing"]);
        (encoder.Mean, encoder.Deviation).ShouldBe((1, 1));
        float[] january = Encode(encoder, "2000-01-03");
        january.ShouldBe([1, 0, 1, 0, 1, 0]); // a Monday
        Encode(encoder, "2000年4月2日")[1].ShouldBe(1, 1e-6f);
        Encode(encoder, null).ShouldBe([0, 0, 0, 0, 0, 1]);
        DateEncoder.Fit("d", ["2000-01-01 06:00"]).FeatureNames.ShouldContain("d hour (sin)");
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
