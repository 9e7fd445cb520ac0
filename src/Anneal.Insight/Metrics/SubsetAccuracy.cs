using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The share of rows whose whole set of classes is told right.</summary>
internal static class SubsetAccuracy
{
    public static readonly Metric Metric = new(
        "subset-accuracy",
        new Message("all labels right", "标签全部正确率"),
        new Message(
            "The share of rows where every label is right: none missing, none too many. A strict measure.",
            "所有标签都正确（不多也不少）的行所占的比例，是较严格的指标。"),
        higherIsBetter: true,
        MetricUnit.Share,
        [LabelKind.ManyClasses],
        draw => draw.Mean(row => AllRight(draw.Answers, row) ? 1 : 0));

    private static bool AllRight(Answers answers, int row)
    {
        for (int k = 0; k < answers.Outputs; k++)
        {
            if (answers.Is(row, k) != answers.Tells(row, k)) return false;
        }

        return true;
    }
}
