using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Quality;

/// <summary>How well one column tells the label by itself, on training rows that it was not fitted to.</summary>
internal static class SingleColumn
{
    private const int MostRows = 20_000;
    private const int Bins = 64;

    /// <summary>Weight of what is usual, in rows, for a value that few rows have.</summary>
    private const double Prior = 2;

    /// <summary>
    /// For classes the area under the ROC curve, of the class that is told worst when there are more than two; for numbers the share of
    /// variance told (R²). One half of the rows is fitted, the other measured, and the other way round.
    /// </summary>
    public static double Score(CheckedData data, ColumnSchema column)
    {
        int[] rows = [.. data.Split.Train];
        new SplitMix(7).Shuffle(rows);
        if (rows.Length > MostRows) rows = rows[..MostRows];
        int half = rows.Length / 2;
        return (Measure(data, column, rows[..half], rows[half..]) + Measure(data, column, rows[half..], rows[..half])) / 2;
    }

    private static double Measure(CheckedData data, ColumnSchema column, int[] fitted, int[] measured)
    {
        Func<int, int> binOf = Binning(data, column, fitted, out int bins);
        if (data.Labels.Kind == LabelKind.Number) return VarianceTold(data, column, fitted, measured, binOf, bins);
        if (data.Labels.Kind != LabelKind.OneClass) return 0;
        int classes = data.Labels.Names.Count;
        double worst = 1;
        for (int c = classes == 2 ? 1 : 0; c < classes; c++)
        {
            double[] ones = new double[bins], all = new double[bins];
            foreach (int row in fitted)
            {
                int bin = binOf(row);
                all[bin]++;
                if (data.Labels.Classes[row] == c) ones[bin]++;
            }

            double usual = ones.Sum() / fitted.Length;
            double[] told = new double[bins];
            for (int b = 0; b < bins; b++) told[b] = (ones[b] + (Prior * usual)) / (all[b] + Prior);
            worst = Math.Min(worst, Area(told, measured, binOf, row => data.Labels.Classes[row] == c));
        }

        return worst;
    }

    /// <summary>The area under the ROC curve of scores that only depend on the bin: ties count half.</summary>
    private static double Area(double[] told, int[] rows, Func<int, int> binOf, Predicate<int> isOne)
    {
        double[] ones = new double[told.Length], others = new double[told.Length];
        foreach (int row in rows) (isOne(row) ? ones : others)[binOf(row)]++;
        double allOnes = ones.Sum(), allOthers = others.Sum();
        if (allOnes == 0 || allOthers == 0) return 0;
        double area = 0, below = 0;
        foreach (IGrouping<double, int> tie in Enumerable.Range(0, told.Length).GroupBy(b => told[b]).OrderBy(g => g.Key))
        {
            double tiedOthers = tie.Sum(b => others[b]);
            area += tie.Sum(b => ones[b]) * (below + (tiedOthers / 2));
            below += tiedOthers;
        }

        return area / (allOnes * allOthers);
    }

    /// <summary>By the mean of each bin, or by a straight line through numbers: the better of both.</summary>
    private static double VarianceTold(CheckedData data, ColumnSchema column, int[] fitted, int[] measured, Func<int, int> binOf, int bins)
    {
        float[] values = data.Labels.Values;
        double mean = fitted.Average(row => values[row]);
        double[] sums = new double[bins], counts = new double[bins];
        foreach (int row in fitted)
        {
            sums[binOf(row)] += values[row];
            counts[binOf(row)]++;
        }

        double Told(int row) => (sums[binOf(row)] + (Prior * mean)) / (counts[binOf(row)] + Prior);
        double byBins = R2(measured, values, Told);
        if (column.Type != ColumnType.Number) return byBins;

        IReadOnlyList<string?> cells = data.Cells(column);
        double NumberOf(int row, double missing) => cells[row] is { } cell && Cell.TryNumber(cell, out double number) ? number : missing;
        double center = fitted.Average(row => NumberOf(row, 0));
        double spread = fitted.Sum(row => Math.Pow(NumberOf(row, center) - center, 2));
        double slope = spread == 0 ? 0 : fitted.Sum(row => (NumberOf(row, center) - center) * (values[row] - mean)) / spread;
        return Math.Max(byBins, R2(measured, values, row => mean + (slope * (NumberOf(row, center) - center))));
    }

    private static double R2(int[] rows, float[] values, Func<int, double> told)
    {
        double mean = rows.Average(row => values[row]);
        double total = rows.Sum(row => Math.Pow(values[row] - mean, 2));
        return total == 0 ? 0 : 1 - (rows.Sum(row => Math.Pow(values[row] - told(row), 2)) / total);
    }

    /// <summary>Numbers and dates fall into bins with as many rows each, other values are a bin each; bin 0 is for missing and new ones.</summary>
    private static Func<int, int> Binning(CheckedData data, ColumnSchema column, int[] fitted, out int bins)
    {
        IReadOnlyList<string?> cells = data.Cells(column);
        if (column.Type is ColumnType.Number or ColumnType.Date)
        {
            double[] sorted = [.. fitted.Select(row => Quantity(cells[row], column.Type)).Where(double.IsFinite).Order()];
            double[] edges = sorted.Length == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(i => sorted[(int)((long)i * sorted.Length / Bins)]).Distinct()];
            bins = edges.Length + 2;
            return row =>
            {
                double number = Quantity(cells[row], column.Type);
                if (!double.IsFinite(number)) return 0;
                int place = Array.BinarySearch(edges, number);
                return 1 + (place < 0 ? ~place : place + 1);
            };
        }

        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (int row in fitted)
        {
            if (cells[row] is { } cell) places.TryAdd(cell, places.Count + 1);
        }

        bins = places.Count + 1;
        return row => cells[row] is { } cell ? places.GetValueOrDefault(cell) : 0;
    }

    private static double Quantity(string? cell, ColumnType type)
    {
        if (cell is null) return double.NaN;
        if (type == ColumnType.Date) return DateText.TryRead(cell, out DateTime date) ? date.Ticks : double.NaN;
        return Cell.TryNumber(cell, out double number) ? number : double.NaN;
    }
}
