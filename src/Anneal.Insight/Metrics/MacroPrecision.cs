using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean precision of the classes that were seen.</summary>
internal static class MacroPrecision
{
    public static readonly Metric Metric = new(
        "precision",
        new Message("precision (mean of the classes)", "精确率（各类平均）"),
        new Message(
            "When the model tells a class, how often that is true; the mean over the classes.",
            "模型判为某一类时，有多大比例判对；对各类别取平均。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => draw.Tally.Macro(draw.Tally.Precision));
}
