using Anneal.Insight.Metrics;

namespace Anneal.Insight.Calibration;

/// <summary>Chooses the probability from which the second of two classes is told.</summary>
public static class DecisionThreshold
{
    /// <summary>The best threshold on rows that the model did not learn from.</summary>
    /// <param name="validation">Answers for two classes.</param>
    /// <param name="goal">What to choose for.</param>
    /// <returns>A probability half-way between two rows' scores, so that it does not hang on one row.</returns>
    /// <exception cref="ArgumentException">There are not two classes.</exception>
    public static double Choose(Answers validation, ThresholdGoal goal)
    {
        if (validation.Ranked.Count != 1 || validation.Outputs != 2) throw new ArgumentException("A threshold is chosen between two classes.", nameof(validation));
        (float Threshold, long Positives, long Negatives)[] cuts = [.. validation.Ranked[0].Cuts()];
        (_, long positives, long negatives) = cuts[^1];

        // Above the highest score nothing is told.
        double best = goal.Value(0, 0, positives, negatives);
        double threshold = (1 + cuts[0].Threshold) / 2.0;
        for (int i = 0; i < cuts.Length; i++)
        {
            double value = goal.Value(cuts[i].Positives, cuts[i].Negatives, positives, negatives);
            if (value <= best) continue;
            best = value;
            threshold = (cuts[i].Threshold + (i + 1 < cuts.Length ? cuts[i + 1].Threshold : 0.0)) / 2;
        }

        return threshold;
    }
}
