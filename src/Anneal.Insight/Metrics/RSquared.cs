using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>The share of the label's variance that the model explains; below 0 it is worse than always telling the mean.</summary>
internal static class RSquared
{
    public static readonly Metric Metric = new(
        "r2",
        new Message("R² (explained variance)", "R²（可解释的方差）"),
        new Message(
            "How much of the ups and downs of the label the model explains: 1 is all, 0 is no better than always telling the mean.",
            "标签的高低变化中，模型解释了多少：1 为全部，0 等于总猜平均值。"),
        higherIsBetter: true,
        MetricUnit.Score,
        [LabelKind.Number],
        Measure);

    private static double? Measure(Draw draw)
    {
        Answers answers = draw.Answers;
        double mean = draw.Mean(row => answers.Truth[row]);
        double around = draw.Mean(row => (answers.Truth[row] - mean) * (answers.Truth[row] - mean));
        return around == 0 ? null : 1 - (draw.Mean(row => answers.Error(row) * answers.Error(row)) / around);
    }
}
