using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Report;

/// <summary>What models are compared by: one number that does not depend on where a line is drawn, where there is one.</summary>
public static class ModelComparison
{
    /// <summary>The metric for a kind of label.</summary>
    /// <param name="kind">What a row's label is.</param>
    /// <param name="classes">How many classes there are.</param>
    public static Metric Metric(LabelKind kind, int classes) => MetricCatalogue.Find(kind switch
    {
        LabelKind.OneClass => classes == 2 ? "auc" : "accuracy",
        LabelKind.ManyClasses => "auc",
        _ => "rmse",
    })!;

    /// <summary>By how much the first is better than the second, with 95 % confidence; above 0 it is better, whichever way the metric runs.</summary>
    /// <param name="first">One model's answers.</param>
    /// <param name="second">The other's, on the same rows.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    public static Interval? Advantage(Answers first, Answers second, int seed)
    {
        Metric metric = Metric(first.Kind, first.Outputs);
        return Bootstrap.Difference(first, second, metric, seed) is { } difference
            ? metric.HigherIsBetter ? difference : new Interval(-difference.High, -difference.Low)
            : null;
    }
}
