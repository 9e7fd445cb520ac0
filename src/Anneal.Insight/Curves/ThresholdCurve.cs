using Anneal.Insight.Metrics;

namespace Anneal.Insight.Curves;

/// <summary>What each threshold gives for the second of two classes: the picture to choose one by.</summary>
/// <param name="Threshold">The probability from which the class is told.</param>
/// <param name="Precision">Of the rows told, the share that truly are.</param>
/// <param name="Recall">Of the rows that truly are, the share told.</param>
/// <param name="Told">The share of all rows that is told.</param>
public readonly record struct ThresholdPoint(double Threshold, double Precision, double Recall, double Told);

/// <summary>Precision, recall and the share told for each threshold.</summary>
public static class ThresholdCurve
{
    /// <summary>The curve by rising threshold; empty unless there are two classes that both have rows.</summary>
    public static IReadOnlyList<ThresholdPoint> Of(Answers answers)
    {
        if (answers.Outputs != 2) return [];
        (float Threshold, long Positives, long Negatives)[] cuts = [.. answers.Ranked[0].Cuts()];
        long all = cuts[^1].Positives;
        if (all == 0 || cuts[^1].Negatives == 0) return [];
        return
        [
            .. cuts.Reverse().Select(cut => new ThresholdPoint(
                cut.Threshold,
                cut.Positives / (double)(cut.Positives + cut.Negatives),
                cut.Positives / (double)all,
                (cut.Positives + cut.Negatives) / (double)answers.Rows)),
        ];
    }
}
