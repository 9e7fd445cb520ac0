using Anneal.Insight.Validation;

namespace Anneal.Insight.Tests.Validation;

public sealed class FoldsTests
{
    private static readonly int[] Rows = [.. Enumerable.Range(100, 103)];

    [Fact]
    public void Every_row_is_held_back_once_and_learnt_from_otherwise()
    {
        Folds folds = Folds.Plain(Rows, 5, 1);
        Enumerable.Range(0, 5).SelectMany(folds.Held).Order().ShouldBe(Rows);
        for (int fold = 0; fold < 5; fold++)
        {
            folds.Held(fold).Length.ShouldBeInRange(20, 21);
            folds.Held(fold).Concat(folds.Training(fold)).Order().ShouldBe(Rows);
        }
    }

    [Fact]
    public void Seeds_decide()
    {
        Folds.Plain(Rows, 3, 1).Held(0).ShouldBe(Folds.Plain(Rows, 3, 1).Held(0));
        Folds.Plain(Rows, 3, 1).Held(0).ShouldNotBe(Folds.Plain(Rows, 3, 2).Held(0));
    }

    [Fact]
    public void Strata_have_their_share_everywhere()
    {
        int[] classes = [.. Rows.Select(row => row % 10 == 0 ? 1 : 0)];
        Folds folds = Folds.Stratified(Rows, classes, 5, 3);
        for (int fold = 0; fold < 5; fold++) folds.Held(fold).Count(row => row % 10 == 0).ShouldBeInRange(2, 3);
    }

    [Fact]
    public void Groups_stay_together_and_rows_without_one_stand_alone()
    {
        string?[] groups = [.. Rows.Select(row => row % 11 == 0 ? null : $"g{row % 17}")];
        Folds folds = Folds.Grouped(Rows, groups, 4, 5);
        foreach (IGrouping<string?, int> group in Rows.GroupBy(row => groups[row - 100]).Where(group => group.Key is not null))
            Enumerable.Range(0, 4).Count(fold => folds.Held(fold).Intersect(group).Any()).ShouldBe(1);
        for (int fold = 0; fold < 4; fold++) folds.Held(fold).Length.ShouldBeInRange(24, 28);
    }

    [Fact]
    public void Too_many_parts_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Folds.Plain([1, 2], 3, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Folds.Plain([1, 2], 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Folds.Grouped([1, 2, 3], ["a", "a", "a"], 2, 1));
    }
}
