using Anneal.Data.Splits;

namespace Anneal.Insight.Validation;

/// <summary>How good a model gets from parts of the training rows: where the curve still rises, more data would help.</summary>
public static class LearningCurve
{
    /// <summary>The parts that are tried.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.1, 0.25, 0.5, 1];

    /// <summary>Fits and measures for each part.</summary>
    /// <param name="rows">All training rows.</param>
    /// <param name="seed">Decides which rows are in a part; each part holds those of the smaller ones.</param>
    /// <param name="fitAndScore">Fits on these rows and measures on rows held back.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    /// <returns>By rising number of rows; a part that would be empty is left out.</returns>
    public static IReadOnlyList<LearningCurvePoint> Measure(ReadOnlySpan<int> rows, int seed, Func<int[], double?> fitAndScore, CancellationToken cancellation = default)
    {
        int[] shuffled = rows.ToArray();
        new SplitMix((ulong)seed).Shuffle(shuffled);
        List<LearningCurvePoint> points = [];
        foreach (double share in Shares)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] part = shuffled[..(int)Math.Round(shuffled.Length * share)];
            if (part.Length == 0) continue;
            Array.Sort(part);
            if (fitAndScore(part) is { } score) points.Add(new LearningCurvePoint(part.Length, score));
        }

        return points;
    }
}

/// <summary>One point of a learning curve.</summary>
/// <param name="Rows">Rows that the model learnt from.</param>
/// <param name="Score">How good it got.</param>
public readonly record struct LearningCurvePoint(int Rows, double Score);
