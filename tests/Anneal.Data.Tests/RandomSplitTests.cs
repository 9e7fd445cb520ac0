using Anneal.Data.Splits;

namespace Anneal.Data.Tests;

public sealed class RandomSplitTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 1000).Select(row => row % 10 == 0 ? 1 : 0)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_row_is_in_one_part(bool stratify)
    {
        DataSplit split = RandomSplit.Make(Labels, new SplitFractions(0.8, 0.1, 0.1, stratify, 7));
        split.Train.Concat(split.Valid).Concat(split.Test).Order().ShouldBe(Enumerable.Range(0, 1000));
        split.Train.Length.ShouldBe(800);
        split.Valid.Length.ShouldBe(100);
        split.Train.ShouldBeInOrder();
    }

    [Fact]
    public void Stratified_parts_have_the_same_shares()
    {
        DataSplit split = RandomSplit.Make(Labels, new SplitFractions(0.8, 0.1, 0.1, Stratify: true, 7));
        split.Test.Count(row => Labels[row] == 1).ShouldBe(10);
        split.Valid.Count(row => Labels[row] == 1).ShouldBe(10);
    }

    [Fact]
    public void A_class_of_three_rows_is_in_every_part()
    {
        int[] labels = [.. Labels, 2, 2, 2];
        DataSplit split = RandomSplit.Make(labels, new SplitFractions(0.8, 0.1, 0.1, Stratify: true, 7));
        foreach (int[] part in new[] { split.Train, split.Valid, split.Test }) part.Count(row => labels[row] == 2).ShouldBe(1);
    }

    [Fact]
    public void The_seed_decides_and_the_sequence_is_frozen()
    {
        SplitFractions fractions = new(0.5, 0.25, 0.25, Stratify: true, 7);
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
        DataSplit split = RandomSplit.Make(labels, fractions);
        split.Test.ShouldBe(RandomSplit.Make(labels, fractions).Test);

        // A bundle's numbers can only be repeated while this stays as it is.
        string.Join(' ', split.Test).ShouldBe("4 7 11");
        RandomSplit.Make(Labels, fractions with { Seed = 8 }).Test.ShouldNotBe(RandomSplit.Make(Labels, fractions).Test);
    }
}
