using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>F1 over the decisions of all classes together.</summary>
internal static class MicroF1
{
    public static readonly Metric Metric = new(
        "micro-f1",
        new Message("F1 (all labels together)", "F1（全部标签合计）"),
        new Message(
            "Precision and recall of all labels thrown together, as one number: frequent labels weigh more.",
            "把所有标签合在一起计算精确率和召回率，再合成一个数：常见标签的影响更大。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.ManyClasses],
        Measure);

    private static double? Measure(Draw draw)
    {
        long right = 0;
        long all = 0;
        for (int k = 0; k < draw.Tally.Classes; k++)
        {
            right += draw.Tally.Right(k);
            all += draw.Tally.Support(k) + draw.Tally.Told(k);
        }

        return ClassTally.Ratio(2 * right, all);
    }
}
