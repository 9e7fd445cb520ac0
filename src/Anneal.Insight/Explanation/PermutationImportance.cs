using System.Diagnostics;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Explanation;

/// <summary>How much a model leans on one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Loss">By how much the metric gets worse when the column's cells are shuffled; about 0 for a column that is not used.</param>
public sealed record ColumnImportance(string Column, double Loss);

/// <summary>Shuffles one column at a time and measures what that costs (Breiman, "Random Forests", 2001): works for any model, whatever is inside.</summary>
public static class PermutationImportance
{
    private const int Repeats = 3;

    /// <summary>More rows than this make the numbers no clearer to a reader.</summary>
    private const int MostRows = 2000;

    /// <summary>Measures it on rows that the model did not learn from.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to shuffle.</param>
    /// <param name="rows">The rows to answer.</param>
    /// <param name="answer">Answers all rows of a table, which stand for these of the rows given.</param>
    /// <param name="metric">What to measure.</param>
    /// <param name="seed">The same seed shuffles the same way.</param>
    /// <param name="budget">How long all of it may take, judged by the first answers.</param>
    /// <param name="cancellation">Stops between two columns.</param>
    /// <returns>The most important column first; empty when the metric has no value on the rows, or it would take longer than the budget.</returns>
    public static IReadOnlyList<ColumnImportance> Measure(
        Table table,
        IEnumerable<string> columns,
        ReadOnlySpan<int> rows,
        Func<Table, int[], Answers> answer,
        Metric metric,
        int seed,
        TimeSpan budget,
        CancellationToken cancellation = default)
    {
        SplitMix random = new((ulong)seed);
        int[] sample = rows.ToArray();
        if (sample.Length > MostRows)
        {
            random.Shuffle(sample);
            sample = sample[..MostRows];
            Array.Sort(sample);
        }

        string?[][] cells = [.. Enumerable.Range(0, table.Names.Count).Select(column => Array.ConvertAll(sample, row => table.Column(column)[row]))];
        string[] names = [.. columns];
        long started = Stopwatch.GetTimestamp();
        if (metric.Measure(answer(Of(table, cells), sample)) is not { } whole || Stopwatch.GetElapsedTime(started) * Repeats * names.Length > budget) return [];
        List<ColumnImportance> importances = [];
        foreach (string name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            int column = table.IndexOf(name);
            double sum = 0;
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                int[] order = [.. Enumerable.Range(0, sample.Length)];
                random.Shuffle(order);
                string?[][] shuffled = [.. cells];
                shuffled[column] = Array.ConvertAll(order, place => cells[column][place]);
                sum += (metric.Measure(answer(Of(table, shuffled), sample)) ?? whole) - whole;
            }

            importances.Add(new ColumnImportance(name, (metric.HigherIsBetter ? -sum : sum) / Repeats));
        }

        return [.. importances.OrderByDescending(one => one.Loss)];
    }

    private static Table Of(Table table, string?[][] cells) => new(table.File, table.Names, cells, new int[cells[0].Length]) { Images = table.Images };
}
