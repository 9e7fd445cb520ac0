using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Slices;

/// <summary>One column cut into groups of rows: its frequent values, or quarters of its numbers or lengths, and the missing.</summary>
/// <param name="Conditions">What each group has in common.</param>
/// <param name="Groups">The group of each row, or -1.</param>
internal sealed record SliceColumn(IReadOnlyList<SliceCondition> Conditions, int[] Groups)
{
    private const int MostValues = 15;
    private const int Ranges = 4;

    /// <summary>Cuts a column; the cells of its schema's type that do not parse belong to no group.</summary>
    public static SliceColumn Of(Table table, ColumnSchema column, ReadOnlySpan<int> rows, int fewestRows)
    {
        IReadOnlyList<string?> all = table.Column(table.IndexOf(column.Name));
        string?[] cells = new string?[rows.Length];
        for (int i = 0; i < cells.Length; i++) cells[i] = all[rows[i]];
        return column.Type switch
        {
            ColumnType.Number => ByRange(column.Name, SliceTest.Between, Array.ConvertAll(cells, cell => cell is not null && Cell.TryNumber(cell, out double number) ? number : double.NaN), cells, fewestRows),
            ColumnType.Text => ByRange(column.Name, SliceTest.Length, Array.ConvertAll(cells, cell => cell?.Length ?? double.NaN), cells, fewestRows),
            ColumnType.Category or ColumnType.Boolean => ByValue(column.Name, cells, fewestRows),
            _ => new SliceColumn([], []),
        };
    }

    private static SliceColumn ByValue(string name, string?[] cells, int fewestRows)
    {
        string[] values =
        [
            .. cells.Where(cell => cell is not null).GroupBy(cell => cell!, StringComparer.Ordinal).Where(group => group.Count() >= fewestRows)
                .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostValues).Select(group => group.Key),
        ];
        Dictionary<string, int> places = values.Select((value, place) => (value, place)).ToDictionary(pair => pair.value, pair => pair.place, StringComparer.Ordinal);
        return WithMissing(name, [.. values.Select(value => new SliceCondition(name, SliceTest.Is, value))], cells, row => places.GetValueOrDefault(cells[row]!, -1));
    }

    private static SliceColumn ByRange(string name, SliceTest test, double[] numbers, string?[] cells, int fewestRows)
    {
        double[] sorted = [.. numbers.Where(number => !double.IsNaN(number))];
        if (sorted.Length < fewestRows) return new SliceColumn([], []);
        Array.Sort(sorted);

        // Each range ends at a quantile; where many rows share a number, ranges fall together. A range without rows never gets one.
        double[] ends = [.. Enumerable.Range(1, Ranges).Select(i => i == Ranges ? sorted[^1] : Quantile.Of(sorted, i / (double)Ranges)).Distinct()];
        int Find(double number) => Array.FindIndex(ends, end => number <= end);
        List<SliceCondition> conditions = [];
        for (int i = 0; i < ends.Length; i++)
        {
            double[] members = Array.FindAll(sorted, number => Find(number) == i);
            conditions.Add(new SliceCondition(name, test, Low: members.FirstOrDefault(ends[i]), High: members.LastOrDefault(ends[i])));
        }

        return WithMissing(name, conditions, cells, row => double.IsNaN(numbers[row]) ? -1 : Find(numbers[row]));
    }

    private static SliceColumn WithMissing(string name, List<SliceCondition> conditions, string?[] cells, Func<int, int> group)
    {
        int missing = conditions.Count;
        conditions.Add(new SliceCondition(name, SliceTest.Missing));
        return new SliceColumn(conditions, [.. Enumerable.Range(0, cells.Length).Select(row => cells[row] is null ? missing : group(row))]);
    }
}
