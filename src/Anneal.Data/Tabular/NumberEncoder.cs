using System.Text.Json.Serialization;
using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>A number, standardised to mean 0 and deviation 1; a missing one becomes the median, with a flag that says so.</summary>
public sealed class NumberEncoder : ColumnEncoder
{
    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="median">What a missing value becomes, in the column's unit.</param>
    /// <param name="mean">Mean of the training rows, missing ones filled.</param>
    /// <param name="deviation">Standard deviation of the same; above 0.</param>
    /// <param name="flagsMissing">Whether a second feature is 1 where the value is missing.</param>
    [JsonConstructor]
    public NumberEncoder(string column, double median, double mean, double deviation, bool flagsMissing)
        : base(column)
    {
        Median = median;
        Mean = mean;
        Deviation = deviation;
        FlagsMissing = flagsMissing;
        FeatureNames = flagsMissing ? [column, $"{column} missing"] : [column];
    }

    /// <summary>What a missing value becomes.</summary>
    public double Median { get; }

    /// <summary>Mean of the training rows.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of the training rows.</summary>
    public double Deviation { get; }

    /// <summary>Whether missing values are flagged: only when training met some.</summary>
    public bool FlagsMissing { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    public static NumberEncoder Fit(string column, IReadOnlyList<string?> cells)
    {
        List<double> present = new(cells.Count);
        foreach (string? cell in cells)
        {
            if (cell is not null && Cell.TryNumber(cell, out double number)) present.Add(number);
        }

        present.Sort();
        int missing = cells.Count - present.Count;
        double median = Middle(present);
        double mean = (present.Sum() + (missing * median)) / cells.Count;
        double squares = present.Sum(x => (x - mean) * (x - mean)) + (missing * (median - mean) * (median - mean));
        double deviation = Math.Sqrt(squares / cells.Count);
        return new NumberEncoder(column, median, mean, deviation > 0 ? deviation : 1, missing > 0);
    }

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features)
    {
        bool present = Cell.TryNumber(cell ?? "", out double number);
        features[0] = (float)(((present ? number : Median) - Mean) / Deviation);
        if (FlagsMissing) features[1] = present ? 0 : 1;
    }

    private static double Middle(List<double> sorted)
    {
        if (sorted.Count == 0) return 0;
        int half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
