using Anneal.Insight.Metrics;

namespace Anneal.Insight.Curves;

/// <summary>For each threshold the share of positives found (x, recall) and how many of those told are true (y, precision), from the highest threshold down.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>The curve of one class; empty when it has no row.</summary>
    /// <param name="positive">Whether each row is of the class.</param>
    /// <param name="scores">The class's probability for each row.</param>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) => Of(new RankedScores(positive, scores));

    internal static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        (float Threshold, long Positives, long Negatives)[] cuts = [.. ranked.Cuts()];
        if (cuts.Length == 0 || cuts[^1].Positives == 0) return [];
        return [.. cuts.Select(cut => new CurvePoint(cut.Positives / (double)cuts[^1].Positives, cut.Positives / (double)(cut.Positives + cut.Negatives)))];
    }
}
