using System.Text.Json.Serialization;
using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>A number brought to like size with the others; a missing one is filled in, with a flag that says so.</summary>
public sealed class NumberEncoder : ColumnEncoder
{
    /// <summary>So many points describe the distribution that a quantile scaling needs.</summary>
    private const int MostQuantiles = 256;

    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="fill">What a missing value becomes, in the column's unit.</param>
    /// <param name="center">What becomes 0.</param>
    /// <param name="spread">What becomes 1 away from it; above 0.</param>
    /// <param name="flagsMissing">Whether a second feature is 1 where the value is missing.</param>
    /// <param name="low">Smaller numbers are raised to this; null for none.</param>
    /// <param name="high">Larger numbers are lowered to this; null for none.</param>
    /// <param name="quantiles">Rising numbers with as many training rows between each two, which ranks are told from before anything is scaled; null to scale the number itself.</param>
    [JsonConstructor]
    public NumberEncoder(string column, double fill, double center, double spread, bool flagsMissing, double? low = null, double? high = null, IReadOnlyList<double>? quantiles = null)
        : base(column)
    {
        Fill = fill;
        Center = center;
        Spread = spread;
        FlagsMissing = flagsMissing;
        Low = low;
        High = high;
        Quantiles = quantiles;
        FeatureNames = flagsMissing ? [column, $"{column} missing"] : [column];
    }

    /// <summary>What a missing value becomes.</summary>
    public double Fill { get; }

    /// <summary>What becomes 0.</summary>
    public double Center { get; }

    /// <summary>What becomes 1 away from <see cref="Center"/>.</summary>
    public double Spread { get; }

    /// <summary>Whether missing values are flagged: only when training met some.</summary>
    public bool FlagsMissing { get; }

    /// <summary>Smaller numbers are raised to this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Low { get; }

    /// <summary>Larger numbers are lowered to this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? High { get; }

    /// <summary>Rising numbers with as many training rows between each two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Quantiles { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    public static NumberEncoder Fit(string column, IReadOnlyList<string?> cells, ColumnPreparation? preparation = null) => Fit(column, Numbers(cells), preparation);

    /// <summary>Learns from the training rows' numbers; NaN is a missing one.</summary>
    internal static NumberEncoder Fit(string column, double[] numbers, ColumnPreparation? preparation = null)
    {
        preparation ??= new ColumnPreparation();
        List<double> present = [.. numbers.Where(number => !double.IsNaN(number))];
        present.Sort();
        int missing = numbers.Length - present.Count;
        double? low = preparation.ClipLow is { } below && present.Count > 0 ? Quantile(present, below) : null;
        double? high = preparation.ClipHigh is { } above && present.Count > 0 ? Quantile(present, above) : null;
        for (int i = 0; i < present.Count; i++) present[i] = Math.Clamp(present[i], low ?? double.NegativeInfinity, high ?? double.PositiveInfinity);
        double fill = FillOf(present, preparation);
        (double center, double spread, double[]? quantiles) = preparation.Scale switch
        {
            Scaling.MinMax when present.Count > 0 => (present[0], present[^1] - present[0], null),
            Scaling.Quantile when present.Count > 0 => (0.5, Math.Sqrt(1.0 / 12), Points(present)),
            Scaling.None => (0, 1, null),
            _ => Standard(present, missing, fill),
        };
        return new NumberEncoder(column, fill, center, spread > 0 ? spread : 1, missing > 0, low, high, quantiles);
    }

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features) => Encode(Cell.TryNumber(cell ?? "", out double number) ? number : double.NaN, features);

    /// <summary>The numbers of cells; NaN where there is none.</summary>
    internal static double[] Numbers(IReadOnlyList<string?> cells) => [.. cells.Select(cell => Cell.TryNumber(cell ?? "", out double number) ? number : double.NaN)];

    /// <summary>Writes the features of one number; NaN is a missing one.</summary>
    internal void Encode(double number, Span<float> features)
    {
        bool present = !double.IsNaN(number);
        double value = Math.Clamp(present ? number : Fill, Low ?? double.NegativeInfinity, High ?? double.PositiveInfinity);
        features[0] = (float)(((Quantiles is null ? value : Rank(value)) - Center) / Spread);
        if (FlagsMissing) features[1] = present ? 0 : 1;
    }

    private static double FillOf(List<double> sorted, ColumnPreparation preparation)
    {
        if (preparation.Missing == MissingFill.Constant) return Cell.TryNumber(preparation.Constant ?? "", out double constant) ? constant : 0;
        if (sorted.Count == 0) return 0;
        return preparation.Missing switch
        {
            MissingFill.Mean => sorted.Average(),
            MissingFill.MostFrequent => sorted.GroupBy(x => x).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key,
            _ => Quantile(sorted, 0.5),
        };
    }

    private static (double Center, double Spread, double[]? Quantiles) Standard(List<double> present, int missing, double fill)
    {
        int rows = present.Count + missing;
        double mean = (present.Sum() + (missing * fill)) / rows;
        double squares = present.Sum(x => (x - mean) * (x - mean)) + (missing * (fill - mean) * (fill - mean));
        return (mean, Math.Sqrt(squares / rows), null);
    }

    /// <summary>A quantile, between two rows where it falls between them.</summary>
    private static double Quantile(List<double> sorted, double share)
    {
        double place = share * (sorted.Count - 1);
        int below = (int)place;
        double part = place - below;
        return part == 0 ? sorted[below] : sorted[below] + (part * (sorted[below + 1] - sorted[below]));
    }

    private static double[] Points(List<double> sorted)
    {
        int count = Math.Min(MostQuantiles, sorted.Count);
        return count == 1 ? [sorted[0]] : [.. Enumerable.Range(0, count).Select(i => Quantile(sorted, (double)i / (count - 1)))];
    }

    /// <summary>The share of training rows below a number, 0 to 1; equal numbers get the middle of theirs.</summary>
    private double Rank(double value)
    {
        IReadOnlyList<double> points = Quantiles!;
        if (points.Count == 1) return value < points[0] ? 0 : value > points[0] ? 1 : 0.5;
        if (value < points[0]) return 0;
        if (value > points[^1]) return 1;
        int first = Bound(points, x => x >= value), last = Bound(points, x => x > value);
        if (last > first) return (first + last - 1) / 2.0 / (points.Count - 1);
        return (first - 1 + ((value - points[first - 1]) / (points[first] - points[first - 1]))) / (points.Count - 1);
    }

    /// <summary>The first place where a condition holds that, once true, stays so.</summary>
    private static int Bound(IReadOnlyList<double> points, Predicate<double> holds)
    {
        (int low, int high) = (0, points.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(points[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
