namespace Anneal.Data.Tabular;

/// <summary>The words of a table's cell: runs of letters and runs of digits in lower case, and each Chinese or Japanese character for itself. "A/5 C85" has a, 5, c and 85.</summary>
public static class CellWords
{
    /// <summary>A word must stand in this share of the training rows, and in <see cref="FewestRows"/> of them, to be learnt from.</summary>
    private const double SmallestShare = 0.01;

    /// <summary>What nearly every row has says nothing.</summary>
    private const double LargestShare = 0.95;

    private const int FewestRows = 5;

    /// <summary>Words of a column at most.</summary>
    private const int Most = 50;

    /// <summary>The words that enough of the training rows have, the most frequent first.</summary>
    public static IReadOnlyList<string> Frequent(IReadOnlyList<string?> cells)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach (string word in cells.OfType<string>().SelectMany(cell => Of(cell).Distinct(StringComparer.Ordinal))) rows[word] = rows.GetValueOrDefault(word) + 1;

        double fewest = Math.Max(FewestRows, SmallestShare * cells.Count), most = LargestShare * cells.Count;
        return [.. rows.Where(word => word.Value >= fewest && word.Value <= most).OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(Most).Select(word => word.Key)];
    }

    /// <summary>The words of a cell, in their order.</summary>
    public static IEnumerable<string> Of(string cell)
    {
        for (int at = 0; at < cell.Length;)
        {
            int end = at + 1;
            if (char.IsDigit(cell[at])) while (end < cell.Length && char.IsDigit(cell[end])) end++;
            else if (IsLetter(cell[at])) while (end < cell.Length && IsLetter(cell[end])) end++;
            else if (!char.IsLetter(cell[at]))
            {
                at = end;
                continue;
            }

            yield return cell[at..end].ToLowerInvariant();
            at = end;
        }
    }

    private static bool IsLetter(char c) => char.IsLetter(c) && !Text.WordSplitting.StandsAlone(c);
}
