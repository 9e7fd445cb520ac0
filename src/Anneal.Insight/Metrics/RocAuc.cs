using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Area under the receiver operating characteristic: how often a positive row scores above a negative one.</summary>
public static class RocAuc
{
    internal static readonly Metric Metric = new(
        "auc",
        new Message("ROC-AUC", "ROC-AUC"),
        new Message(
            "Take one row of each class: how often does the right one get the higher score? 0.5 is a coin, 1 is perfect. It does not depend on where the line is drawn.",
            "从两类中各取一行，该高的那行得分更高的概率。0.5 等于抛硬币，1 为完美；与判定阈值无关。"),
        higherIsBetter: true,
        MetricUnit.Score,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => MeanOf(draw.Answers.Ranked, ranked => ranked.Auc(draw.Counts)));

    /// <summary>Measures two classes; a pair with equal scores counts one half (Mann and Whitney's U).</summary>
    /// <param name="positive">Whether each row is positive.</param>
    /// <param name="scores">A score for each row; higher means more likely positive.</param>
    /// <returns>0 to 1, or NaN when one of the classes has no row.</returns>
    public static double Measure(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) => new RankedScores(positive, scores).Auc() ?? double.NaN;

    /// <summary>The mean over the classes that have a number: each class against the rest.</summary>
    internal static double? MeanOf(IReadOnlyList<RankedScores> classes, Func<RankedScores, double?> measure)
    {
        double sum = 0;
        int measured = 0;
        foreach (RankedScores one in classes)
        {
            if (measure(one) is not { } value) continue;
            sum += value;
            measured++;
        }

        return measured == 0 ? null : sum / measured;
    }
}
