using System.Globalization;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>Tells whether a table's first row holds names, and makes names of it.</summary>
internal static class HeaderRow
{
    /// <summary>More columns than this are a file that is no table.</summary>
    public const int MostColumns = 100_000;

    /// <summary>
    /// Whether the first row is a header: no, when it has a number where the rows below have numbers, or when a column of words
    /// shows the first row's word again further down; otherwise yes.
    /// </summary>
    public static bool IsHeader(IReadOnlyList<string?[]> firstRows)
    {
        if (firstRows.Count < 2) return true;
        string?[] first = firstRows[0];
        bool repeats = false;
        for (int column = 0; column < first.Length; column++)
        {
            if (Cell.Clean(first[column]) is not { } head) continue;
            string[] below = [.. firstRows.Skip(1).Where(row => column < row.Length).Select(row => Cell.Clean(row[column])).OfType<string>()];
            if (below.Length == 0) continue;
            bool numbersBelow = below.Count(IsQuantity) >= 0.9 * below.Length;
            bool numberAbove = IsQuantity(head);
            if (numbersBelow) return !numberAbove;
            repeats |= !numberAbove && below.Contains(head, StringComparer.Ordinal);
        }

        return !repeats;
    }

    /// <summary>The header's names; an empty one, or one used before, is given a name of its own.</summary>
    public static (string[] Names, RenamedColumn[] Renamed) Names(IReadOnlyList<string?> header)
    {
        string[] names = [.. header.Select(name => name?.Trim() ?? "")];
        HashSet<string> taken = new(names, StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<RenamedColumn> renamed = [];
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0 && seen.Add(names[i])) continue;
            string wished = names[i].Length == 0 ? Numbered(i) : names[i];
            string name = wished;
            for (int n = 2; name == names[i] || !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"{wished} ({n})");
            renamed.Add(new RenamedColumn(name, names[i]));
            seen.Add(name);
            names[i] = name;
        }

        return (names, [.. renamed]);
    }

    /// <summary>Names for a table without a header: column1, column2, ...</summary>
    public static string[] Without(int columns) => [.. Enumerable.Range(0, columns).Select(Numbered)];

    private static string Numbered(int index) => string.Create(CultureInfo.InvariantCulture, $"column{index + 1}");

    private static bool IsQuantity(string cell) => Cell.TryNumber(cell, out _) || DateText.TryRead(cell, out _);
}
