namespace Anneal.Insight.Metrics;

/// <summary>Area under the receiver operating characteristic: how often a positive row scores above a negative one.</summary>
public static class RocAuc
{
    /// <summary>Measures two classes; a pair with equal scores counts one half (Mann and Whitney's U).</summary>
    /// <param name="positive">Whether each row is positive.</param>
    /// <param name="scores">A score for each row; higher means more likely positive.</param>
    /// <returns>0 to 1, or NaN when one of the classes has no row.</returns>
    public static double Measure(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores)
    {
        if (positive.Length != scores.Length) throw new ArgumentException("As many scores as rows are needed.", nameof(scores));
        float[] sorted = scores.ToArray();
        bool[] flags = positive.ToArray();
        Array.Sort(sorted, flags);

        // Ranks run from 1; rows with equal scores share the mean of their ranks.
        double rankSum = 0;
        long positives = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            int here = 0;
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++) here += flags[end] ? 1 : 0;
            rankSum += here * ((start + 1 + end) / 2.0);
            positives += here;
            start = end;
        }

        long negatives = sorted.Length - positives;
        return positives == 0 || negatives == 0
            ? double.NaN
            : (rankSum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Two classes as above; for more, the mean of each class against the rest.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="probabilities">Probabilities, [rows, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    public static double Measure(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int classes)
    {
        bool[] positive = new bool[labels.Length];
        float[] scores = new float[labels.Length];
        double sum = 0;
        int measured = 0;

        // With two classes, one against the rest is the same number for both.
        for (int k = classes == 2 ? 1 : 0; k < classes; k++)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                positive[row] = labels[row] == k;
                scores[row] = probabilities[(row * classes) + k];
            }

            double auc = Measure(positive, scores);
            if (double.IsNaN(auc)) continue;
            sum += auc;
            measured++;
        }

        return measured == 0 ? double.NaN : sum / measured;
    }
}
