using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Matthews' correlation of truth and answer, for any number of classes (Gorodkin, 2004).</summary>
internal static class Matthews
{
    public static readonly Metric Metric = new(
        "mcc",
        new Message("Matthews correlation (MCC)", "马修斯相关系数（MCC）"),
        new Message(
            "How closely answers follow the truth: 1 is perfect, 0 is no better than chance, below 0 is worse. Fair to classes of any size.",
            "答案与真相的相关程度：1 为完美，0 等于瞎猜，负数更差。各类大小不一时也公平。"),
        higherIsBetter: true,
        MetricUnit.Score,
        [LabelKind.OneClass],
        Measure);

    private static double? Measure(Draw draw)
    {
        ClassTally tally = draw.Tally;
        double rows = tally.Rows;
        double right = 0;
        double both = 0;
        double toldSquares = 0;
        double trueSquares = 0;
        for (int k = 0; k < tally.Classes; k++)
        {
            right += tally.Right(k);
            both += (double)tally.Told(k) * tally.Support(k);
            toldSquares += (double)tally.Told(k) * tally.Told(k);
            trueSquares += (double)tally.Support(k) * tally.Support(k);
        }

        double spread = Math.Sqrt(((rows * rows) - toldSquares) * ((rows * rows) - trueSquares));
        return ClassTally.Ratio((right * rows) - both, spread);
    }
}
