using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The median absolute error; the mean of the two in the middle where there are two.</summary>
internal static class MedianAbsoluteError
{
    public static readonly Metric Metric = new(
        "median-error",
        new Message("median error", "误差中位数"),
        new Message(
            "Half of the answers are closer than this, half are further off; single wild errors do not move it.",
            "一半的答案误差比它小，一半比它大；个别离谱的误差不会影响它。"),
        higherIsBetter: false,
        MetricUnit.Label,
        [LabelKind.Number],
        Measure);

    private static double? Measure(Draw draw)
    {
        Answers answers = draw.Answers;
        long passed = 0;
        double? lower = null;
        foreach (int row in answers.ErrorOrder)
        {
            passed += draw.CountOf(row);
            double error = Math.Abs(answers.Error(row));
            if (lower is null && passed >= (answers.Rows + 1) / 2) lower = error;
            if (passed >= (answers.Rows / 2) + 1) return (lower + error) / 2;
        }

        return lower;
    }
}
