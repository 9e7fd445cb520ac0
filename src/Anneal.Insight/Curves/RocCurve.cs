using Anneal.Insight.Metrics;

namespace Anneal.Insight.Curves;

/// <summary>The receiver operating characteristic: for each threshold the share of false alarms (x) and of positives found (y), from none to all.</summary>
public static class RocCurve
{
    /// <summary>The curve of one class; empty when either side has no row.</summary>
    /// <param name="positive">Whether each row is of the class.</param>
    /// <param name="scores">The class's probability for each row.</param>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) => Of(new RankedScores(positive, scores));

    internal static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        (float Threshold, long Positives, long Negatives)[] cuts = [.. ranked.Cuts()];
        if (cuts.Length == 0 || cuts[^1].Positives == 0 || cuts[^1].Negatives == 0) return [];
        return [new CurvePoint(0, 0), .. cuts.Select(cut => new CurvePoint(cut.Negatives / (double)cuts[^1].Negatives, cut.Positives / (double)cuts[^1].Positives))];
    }
}
