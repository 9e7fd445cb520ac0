using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;

namespace Anneal.Data.Tests;

public sealed class NumberPairTests
{
    [Fact]
    public void Two_numbers_are_multiplied_divided_or_subtracted_where_both_are_there()
    {
        Table table = new("t.csv", ["a", "b"], [["6", "1,000", "5", null], ["3", "2", "0", "1"]], [2, 3, 4, 5]);
        Read(PairOperation.Product).ShouldBe([18, 2000, 0, double.NaN]);
        Read(PairOperation.Ratio).ShouldBe([2, 500, double.NaN, double.NaN]);
        Read(PairOperation.Difference).ShouldBe([3, 998, 5, double.NaN]);
        new NumberPair("a", PairOperation.Ratio, "absent").Read(table, [0]).ShouldBe([double.NaN]);
        new NumberPair("a", PairOperation.Product, "b").Of(1e20, -1e20).ShouldBe(double.NaN);
        new NumberPair("a", PairOperation.Ratio, "b").Name.ShouldBe("a / b");

        double[] Read(PairOperation operation) => new NumberPair("a", operation, "b").Read(table, [0, 1, 2, 3]);
    }

    [Fact]
    public void A_pair_is_fitted_on_training_rows_alone_and_survives_the_way_through_json()
    {
        Table table = new("t.csv", ["a", "b"], [["1", "2", "3", "900"], ["2", "2", "2", "900"]], [2, 3, 4, 5]);
        TableSchema schema = new([Number("a"), Number("b")], LabelKind.OneClass, []) { Pairs = [new NumberPair("a", PairOperation.Product, "b")] };
        TabularPreprocessing fitted = TabularPreprocessing.Fit(table, schema, [0, 1, 2]);
        fitted.FeatureNames.ShouldBe(["a", "b", "a × b"]);
        PairEncoder pair = fitted.Pairs!.Single();
        (pair.Number.Plain.Center, pair.Number.Plain.High!.Value).ShouldBe((4, 5.98));

        // The last row lies far beyond what was learnt: it is taken for the largest number there.
        float[] features = fitted.Transform(table, [0, 3]).Values;
        features[2].ShouldBe((float)((2.02 - 4) / pair.Number.Plain.Spread), 1e-5f);
        features[5].ShouldBe((float)((5.98 - 4) / pair.Number.Plain.Spread), 1e-5f);
        TabularPreprocessing restored = JsonSerializer.Deserialize<TabularPreprocessing>(JsonSerializer.Serialize(fitted))!;
        restored.Transform(table, [0, 1, 2, 3]).Values.ShouldBe(fitted.Transform(table, [0, 1, 2, 3]).Values);
        JsonSerializer.Serialize(TabularPreprocessing.Fit(table, schema with { Pairs = [] }, [0])).ShouldNotContain("Pairs");
    }

    private static ColumnSchema Number(string name) => new(name, ColumnType.Number, ColumnRole.Feature, 0, 4, "");
}
