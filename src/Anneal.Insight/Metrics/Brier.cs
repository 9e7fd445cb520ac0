using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Mean squared distance between probabilities and the truth (Brier, 1950): of the second class where there are two, else summed over the classes.</summary>
internal static class Brier
{
    public static readonly Metric Metric = new(
        "brier",
        new Message("Brier score", "Brier 分数"),
        new Message(
            "The squared distance between the probability told and what came true (1 or 0). 0 is perfect; lower is better.",
            "给出的概率与实际结果（1 或 0）之差的平方的平均值。0 为完美，越低越好。"),
        higherIsBetter: false,
        MetricUnit.Score,
        [LabelKind.OneClass],
        draw => draw.Mean(draw.Answers.BrierLosses));
}
