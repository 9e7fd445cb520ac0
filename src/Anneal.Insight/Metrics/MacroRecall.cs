using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean recall of the classes that were seen.</summary>
internal static class MacroRecall
{
    public static readonly Metric Metric = new(
        "recall",
        new Message("recall (mean of the classes)", "召回率（各类平均）"),
        new Message(
            "Of the rows that truly are of a class, how many the model finds; the mean over the classes.",
            "真正属于某一类的行中，模型找出了多少；对各类别取平均。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => draw.Tally.Macro(draw.Tally.Recall));
}
