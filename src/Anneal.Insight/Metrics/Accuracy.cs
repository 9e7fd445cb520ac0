using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The share of rows told right.</summary>
internal static class Accuracy
{
    public static readonly Metric Metric = new(
        "accuracy",
        new Message("accuracy", "准确率"),
        new Message(
            "Of 100 rows, how many are answered right. Misleading when one class is much larger than the others.",
            "每 100 行中答对多少行。某一类别远多于其他类别时容易误导。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.OneClass],
        Measure);

    private static double? Measure(Draw draw)
    {
        long right = 0;
        for (int k = 0; k < draw.Tally.Classes; k++) right += draw.Tally.Right(k);
        return right / (double)draw.Tally.Rows;
    }
}
