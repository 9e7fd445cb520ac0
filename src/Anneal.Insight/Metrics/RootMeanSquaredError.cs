using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The square root of the mean squared error.</summary>
internal static class RootMeanSquaredError
{
    public static readonly Metric Metric = new(
        "rmse",
        new Message("RMSE", "均方根误差（RMSE）"),
        new Message(
            "A typical error, in the unit of the label; a few large errors weigh more than many small ones.",
            "典型误差，单位与标签相同；少数大误差比许多小误差影响更大。"),
        higherIsBetter: false,
        MetricUnit.Label,
        [LabelKind.Number],
        draw => Math.Sqrt(draw.Mean(row => draw.Answers.Error(row) * draw.Answers.Error(row))));
}
