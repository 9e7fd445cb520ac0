using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean F1 of the classes that were seen, in the truth or in the answers.</summary>
internal static class MacroF1
{
    public static readonly Metric Metric = new(
        "f1",
        new Message("F1 (mean of the classes)", "F1（各类平均）"),
        new Message(
            "For each class, one number out of precision (when it is told, is it true?) and recall (when it is true, is it told?); then the mean over the classes, small and large alike.",
            "每个类别把精确率（说是的时候，真的是吗）和召回率（真的是的时候，说出来了吗）合成一个数，再对各类别取平均，大类小类同等重要。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.OneClass, LabelKind.ManyClasses],
        draw => draw.Tally.Macro(draw.Tally.F1));
}
