using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>All metrics, in the order in which a report shows them.</summary>
public static class MetricCatalogue
{
    /// <summary>Every metric.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Accuracy.Metric,
        SubsetAccuracy.Metric,
        BalancedAccuracy.Metric,
        RocAuc.Metric,
        PrAuc.Metric,
        MacroF1.Metric,
        MicroF1.Metric,
        MacroPrecision.Metric,
        MacroRecall.Metric,
        Matthews.Metric,
        CohenKappa.Metric,
        LogLoss.Metric,
        Brier.Metric,
        CalibrationError.Metric,
        RootMeanSquaredError.Metric,
        MeanAbsoluteError.Metric,
        MedianAbsoluteError.Metric,
        MeanAbsolutePercentageError.Metric,
        RSquared.Metric,
    ];

    /// <summary>Those that can be measured on answers of a kind.</summary>
    public static IEnumerable<Metric> For(LabelKind kind) => All.Where(metric => metric.Fits(kind));

    /// <summary>The few that a leaderboard shows, the one that a model is first judged by in front.</summary>
    public static IReadOnlyList<Metric> Headlines(LabelKind kind) => kind switch
    {
        LabelKind.OneClass => [Accuracy.Metric, RocAuc.Metric, LogLoss.Metric],
        LabelKind.ManyClasses => [MicroF1.Metric, MacroF1.Metric, RocAuc.Metric],
        _ => [RootMeanSquaredError.Metric, MeanAbsoluteError.Metric, RSquared.Metric],
    };

    /// <summary>The metric of a name, or null.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);
}
