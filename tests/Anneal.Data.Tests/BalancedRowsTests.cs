using Anneal.Data.Balance;
using Anneal.Data.Schemas;

namespace Anneal.Data.Tests;

public sealed class BalancedRowsTests
{
    // Rows 0 to 99, of which every tenth is rare; only rows 0 to 79 are for training.
    private static readonly Labels Labels = Labels.OfClasses(["rare", "usual"], [.. Enumerable.Range(0, 100).Select(row => row % 10 == 0 ? 0 : 1)]);
    private static readonly int[] Train = [.. Enumerable.Range(0, 80)];

    [Fact]
    public void Weights_make_classes_count_the_same()
    {
        BalancedRows rows = BalancedRows.Of(Train, Labels, BalanceKind.ClassWeights, 7);
        rows.Train.ShouldBe(Train);
        rows.Weights![0].ShouldBe(80f / (2 * 8));
        rows.Weights[1].ShouldBe(80f / (2 * 72));
        rows.Weights.Average().ShouldBe(1, 1e-5f);
    }

    [Fact]
    public void Rare_rows_are_drawn_again_evenly()
    {
        BalancedRows rows = BalancedRows.Of(Train, Labels, BalanceKind.Oversample, 7);
        rows.Weights.ShouldBeNull();
        rows.Train.Length.ShouldBe(144);
        rows.Train.Count(row => Labels.Classes[row] == 0).ShouldBe(72);
        rows.Train.GroupBy(row => row).Where(g => Labels.Classes[g.Key] == 0).ShouldAllBe(g => g.Count() == 9);
        rows.Train.Distinct().Order().ShouldBe(Train);
        rows.Train.ShouldBeInOrder();
    }

    [Fact]
    public void Usual_rows_are_left_out_by_the_seed()
    {
        BalancedRows rows = BalancedRows.Of(Train, Labels, BalanceKind.Undersample, 7);
        rows.Train.Length.ShouldBe(16);
        rows.Train.Count(row => Labels.Classes[row] == 0).ShouldBe(8);
        rows.Train.ShouldBe(BalancedRows.Of(Train, Labels, BalanceKind.Undersample, 7).Train);
        rows.Train.ShouldNotBe(BalancedRows.Of(Train, Labels, BalanceKind.Undersample, 8).Train);
    }

    [Fact]
    public void Numbers_are_left_as_they_are() =>
        BalancedRows.Of(Train, Labels.OfNumbers(new float[100]), BalanceKind.Oversample, 7).Train.ShouldBeSameAs(Train);
}
