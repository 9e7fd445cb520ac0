using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The mean recall of the classes that have rows.</summary>
internal static class BalancedAccuracy
{
    public static readonly Metric Metric = new(
        "balanced-accuracy",
        new Message("balanced accuracy", "平衡准确率"),
        new Message(
            "Accuracy as if every class had equally many rows: guessing the largest class no longer helps.",
            "假设各类别行数相同时的准确率：总猜最多的一类不再占便宜。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.OneClass],
        Measure);

    private static double? Measure(Draw draw)
    {
        double sum = 0;
        int classes = 0;
        for (int k = 0; k < draw.Tally.Classes; k++)
        {
            if (draw.Tally.Support(k) == 0) continue;
            sum += draw.Tally.Recall(k);
            classes++;
        }

        return sum / classes;
    }
}
