using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean of the absolute error as a share of the true number; there is none where a true number is 0.</summary>
internal static class MeanAbsolutePercentageError
{
    public static readonly Metric Metric = new(
        "mape",
        new Message("mean error in percent (MAPE)", "平均百分比误差（MAPE）"),
        new Message(
            "By how many percent of the true number the answers are off on average. Without meaning where true numbers are near 0.",
            "答案平均偏离真实值百分之几。真实值接近 0 时没有意义。"),
        higherIsBetter: false,
        MetricUnit.Share,
        [LabelKind.Number],
        Measure);

    private static double? Measure(Draw draw)
    {
        Answers answers = draw.Answers;
        return Array.Exists(answers.Truth, number => number == 0) ? null : draw.Mean(row => Math.Abs(answers.Error(row) / answers.Truth[row]));
    }
}
