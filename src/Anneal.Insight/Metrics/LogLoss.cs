using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Mean of minus the natural logarithm of the probability given to the truth: 0 is perfect.</summary>
internal static class LogLoss
{
    public static readonly Metric Metric = new(
        "log-loss",
        new Message("log-loss", "对数损失"),
        new Message(
            "How surprised the model is by the truth: being sure and wrong costs most. 0 is perfect; lower is better.",
            "模型对真实答案有多“意外”：越自信却答错，代价越大。0 为完美，越低越好。"),
        higherIsBetter: false,
        MetricUnit.Score,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => draw.Mean(draw.Answers.LogLosses));
}
