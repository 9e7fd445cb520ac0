using Anneal.Data.Splits;

namespace Anneal.Data.Balance;

/// <summary>Makes classes equally large by drawing rows.</summary>
internal static class Resampling
{
    /// <summary>Every row once, and rows of smaller classes again: each as often as the others of its class, or once more, by chance.</summary>
    public static int[] Over(int[][] classes, ulong seed)
    {
        int most = classes.Max(rows => rows.Length);
        SplitMix random = new(seed);
        List<int> drawn = [];
        foreach (int[] rows in classes)
        {
            for (int whole = 0; whole < most / rows.Length; whole++) drawn.AddRange(rows);
            drawn.AddRange(Some(rows, most % rows.Length, ref random));
        }

        drawn.Sort();
        return [.. drawn];
    }

    /// <summary>As many rows of each class as the smallest has.</summary>
    public static int[] Under(int[][] classes, ulong seed)
    {
        int fewest = classes.Min(rows => rows.Length);
        SplitMix random = new(seed);
        List<int> drawn = [];
        foreach (int[] rows in classes) drawn.AddRange(Some(rows, fewest, ref random));
        drawn.Sort();
        return [.. drawn];
    }

    private static int[] Some(int[] rows, int count, ref SplitMix random)
    {
        int[] order = [.. rows];
        random.Shuffle(order);
        return order[..count];
    }
}
