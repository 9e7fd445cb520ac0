using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean absolute error.</summary>
internal static class MeanAbsoluteError
{
    public static readonly Metric Metric = new(
        "mae",
        new Message("mean error (MAE)", "平均绝对误差（MAE）"),
        new Message(
            "By how much the answers are off on average, in the unit of the label.",
            "答案平均偏差多少，单位与标签相同。"),
        higherIsBetter: false,
        MetricUnit.Label,
        [LabelKind.Number],
        draw => draw.Mean(row => Math.Abs(draw.Answers.Error(row))));
}
