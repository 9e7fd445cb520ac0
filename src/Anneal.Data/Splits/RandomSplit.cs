namespace Anneal.Data.Splits;

/// <summary>Shares rows out at random, class by class when asked to.</summary>
public static class RandomSplit
{
    /// <summary>Splits the rows.</summary>
    /// <param name="labels">The class of every row.</param>
    /// <param name="fractions">How to share.</param>
    public static DataSplit Make(ReadOnlySpan<int> labels, SplitFractions fractions)
    {
        List<int> train = [];
        List<int> valid = [];
        List<int> test = [];
        SplitMix random = new((ulong)fractions.Seed);
        foreach (int[] group in Groups(labels, fractions.Stratify))
        {
            random.Shuffle(group);
            int testCount = Share(group.Length, fractions.Test);
            int validCount = Share(group.Length, fractions.Valid);
            test.AddRange(group[..testCount]);
            valid.AddRange(group[testCount..(testCount + validCount)]);
            train.AddRange(group[(testCount + validCount)..]);
        }

        train.Sort();
        valid.Sort();
        test.Sort();
        return new DataSplit([.. train], [.. valid], [.. test]);
    }

    /// <summary>A part's share of a group, rounded, but at least one row, so that no class is missing from a part.</summary>
    private static int Share(int rows, double fraction) =>
        rows < 3 ? 0 : Math.Clamp((int)Math.Round(rows * fraction, MidpointRounding.AwayFromZero), 1, (rows - 1) / 2);

    private static int[][] Groups(ReadOnlySpan<int> labels, bool stratify)
    {
        if (!stratify) return [[.. Enumerable.Range(0, labels.Length)]];
        SortedDictionary<int, List<int>> groups = [];
        for (int row = 0; row < labels.Length; row++)
        {
            if (!groups.TryGetValue(labels[row], out List<int>? rows)) groups.Add(labels[row], rows = []);
            rows.Add(row);
        }

        return [.. groups.Values.Select(rows => rows.ToArray())];
    }
}
