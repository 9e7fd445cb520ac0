using System.Text.Json.Serialization;

namespace Anneal.Data.Tabular;

/// <summary>A date as the days that passed, standardised, and its place in the year, the week and the day, each on a circle, so that December lies beside January.</summary>
public sealed class DateEncoder : ColumnEncoder
{
    private static readonly (DatePart Part, double First, double Length)[] Circles = [(DatePart.Month, 1, 12), (DatePart.Weekday, 0, 7), (DatePart.Hour, 0, 24)];

    private readonly int circles;

    /// <summary>Restores a fitted encoder.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="mean">Mean of the training rows, in days since 2000.</param>
    /// <param name="deviation">Their standard deviation, in days; above 0.</param>
    /// <param name="hasTimes">Whether training met times of day.</param>
    /// <param name="flagsMissing">Whether a last feature is 1 where there is no date.</param>
    [JsonConstructor]
    public DateEncoder(string column, double mean, double deviation, bool hasTimes, bool flagsMissing)
        : base(column)
    {
        Mean = mean;
        Deviation = deviation;
        HasTimes = hasTimes;
        FlagsMissing = flagsMissing;
        circles = hasTimes ? 3 : 2;
        FeatureNames =
        [
            $"{column} days",
            .. Circles[..circles].SelectMany(circle => new[] { $"{column} {Name(circle.Part)} (sin)", $"{column} {Name(circle.Part)} (cos)" }),
            .. flagsMissing ? [$"{column} missing"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Mean of the training rows, in days since 2000.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of the training rows, in days.</summary>
    public double Deviation { get; }

    /// <summary>Whether training met times of day.</summary>
    public bool HasTimes { get; }

    /// <summary>Whether missing dates are flagged: only when training met some.</summary>
    public bool FlagsMissing { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows' cells.</summary>
    public static DateEncoder Fit(string column, IReadOnlyList<string?> cells)
    {
        double[] days = [.. cells.Select(cell => DateParts.Read(cell, DatePart.Days)).Where(double.IsFinite)];
        double mean = days.Length == 0 ? 0 : days.Average();
        double deviation = days.Length == 0 ? 0 : Math.Sqrt(days.Average(day => (day - mean) * (day - mean)));
        return new DateEncoder(column, mean, deviation > 0 ? deviation : 1, DateParts.HaveTimes(cells), days.Length < cells.Count);
    }

    /// <inheritdoc/>
    public override void Encode(string? cell, Span<float> features)
    {
        double days = DateParts.Read(cell, DatePart.Days);
        if (double.IsNaN(days))
        {
            if (FlagsMissing) features[^1] = 1;
            return;
        }

        features[0] = (float)((days - Mean) / Deviation);
        for (int i = 0; i < circles; i++)
        {
            (DatePart part, double first, double length) = Circles[i];
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (DateParts.Read(cell, part) - first) / length);
            features[1 + (2 * i)] = (float)sin;
            features[2 + (2 * i)] = (float)cos;
        }
    }

    private static string Name(DatePart part) => part switch
    {
        DatePart.Month => "month",
        DatePart.Weekday => "weekday",
        _ => "hour",
    };
}
