using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Insight.Tests;

/// <summary>Tables made up for a test.</summary>
internal static class MadeTable
{
    public static Table Of(params (string Name, string?[] Cells)[] columns) =>
        new("made.csv", [.. columns.Select(c => c.Name)], [.. columns.Select(c => c.Cells)], [.. Enumerable.Range(2, columns[0].Cells.Length)]);

    public static ColumnSchema Feature(string name, ColumnType type) => new(name, type, ColumnRole.Feature, 0, 0, "");

    public static string?[] Numbers(IEnumerable<double> numbers) => [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static int[] Rows(int count) => [.. Enumerable.Range(0, count)];
}
