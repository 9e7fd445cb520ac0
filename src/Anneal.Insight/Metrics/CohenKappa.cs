using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Agreement of truth and answer beyond what chance alone would give (Cohen, 1960).</summary>
internal static class CohenKappa
{
    public static readonly Metric Metric = new(
        "kappa",
        new Message("Cohen's kappa", "Cohen's kappa 系数"),
        new Message(
            "How much better than chance the answers agree with the truth: 1 is full agreement, 0 is chance.",
            "答案与真相的一致程度比碰巧一致高多少：1 为完全一致，0 等于碰巧。"),
        higherIsBetter: true,
        MetricUnit.Score,
        [LabelKind.OneClass],
        Measure);

    private static double? Measure(Draw draw)
    {
        ClassTally tally = draw.Tally;
        double rows = tally.Rows;
        double observed = 0;
        double expected = 0;
        for (int k = 0; k < tally.Classes; k++)
        {
            observed += tally.Right(k) / rows;
            expected += tally.Told(k) / rows * (tally.Support(k) / rows);
        }

        return expected >= 1 ? null : (observed - expected) / (1 - expected);
    }
}
