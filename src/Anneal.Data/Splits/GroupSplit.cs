namespace Anneal.Data.Splits;

/// <summary>Shares groups of rows out at random: patches of one photograph, visits of one patient. Rows without a group are each their own.</summary>
internal static class GroupSplit
{
    /// <param name="groups">The group of every row; null is none.</param>
    /// <param name="fractions">How to share, counted in rows.</param>
    public static DataSplit Make(IReadOnlyList<string?> groups, SplitFractions fractions)
    {
        Dictionary<string, List<int>> known = new(StringComparer.Ordinal);
        List<List<int>> all = [];
        for (int row = 0; row < groups.Count; row++)
        {
            List<int>? rows = null;
            if (groups[row] is { } group && !known.TryGetValue(group, out rows)) known.Add(group, rows = []);
            rows ??= [];
            if (rows.Count == 0) all.Add(rows);
            rows.Add(row);
        }

        // In an order that does not depend on the file's: the seed alone decides.
        all.Sort((a, b) => string.CompareOrdinal(groups[a[0]], groups[b[0]]));
        int[] order = [.. Enumerable.Range(0, all.Count)];
        SplitMix random = new((ulong)fractions.Seed);
        random.Shuffle(order);

        List<int> train = [], valid = [], test = [];
        foreach (int group in order)
        {
            // Each group goes where most rows are still wanted, by share.
            List<int> rows = all[group];
            (List<int> Part, double Want)[] wants =
            [
                (test, Wanted(test, fractions.Test)),
                (valid, Wanted(valid, fractions.Valid)),
                (train, Wanted(train, fractions.Train)),
            ];
            wants.MaxBy(w => w.Want).Part.AddRange(rows);
        }

        train.Sort();
        valid.Sort();
        test.Sort();
        return new DataSplit([.. train], [.. valid], [.. test]);

        double Wanted(List<int> part, double share) => ((share * groups.Count) - part.Count) / (share * groups.Count);
    }
}
