namespace Anneal.Insight.Metrics;

/// <summary>How a metric's numbers read.</summary>
public enum MetricUnit
{
    /// <summary>A share of the rows, shown in percent.</summary>
    Share,

    /// <summary>A number of its own scale, shown with three digits behind the point.</summary>
    Score,

    /// <summary>In the unit of the label: dollars, days, degrees.</summary>
    Label,
}
