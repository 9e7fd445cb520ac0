using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Area under the precision-recall curve, as average precision; for more than two classes the mean of each against the rest.</summary>
public static class PrAuc
{
    internal static readonly Metric Metric = new(
        "pr-auc",
        new Message("PR-AUC", "PR-AUC"),
        new Message(
            "How pure the top of the list is when rows are sorted by score. It starts at the share of the class, so it is the honest number for rare classes such as fraud.",
            "按得分从高到低排列时，靠前的行有多“纯”。随机猜测等于该类所占比例，因此适合欺诈这类少见的情况。"),
        higherIsBetter: true,
        MetricUnit.Score,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => RocAuc.MeanOf(draw.Answers.Ranked, ranked => ranked.AveragePrecision(draw.Counts)));

    /// <summary>Measures two classes.</summary>
    /// <param name="positive">Whether each row is positive.</param>
    /// <param name="scores">A score for each row; higher means more likely positive.</param>
    /// <returns>0 to 1, or NaN when no row is positive.</returns>
    public static double Measure(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) => new RankedScores(positive, scores).AveragePrecision() ?? double.NaN;
}
