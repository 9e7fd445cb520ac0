namespace Anneal.Insight.Metrics;

/// <summary>Rows by falling score, sorted once; what depends on the order alone is then one pass, however often rows are counted.</summary>
internal sealed class RankedScores
{
    private readonly int[] order;
    private readonly bool[] positive;
    private readonly float[] scores;
    private readonly bool[] cut;

    public RankedScores(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores)
    {
        if (positive.Length != scores.Length) throw new ArgumentException("As many scores as rows are needed.", nameof(scores));
        order = new int[scores.Length];
        float[] keys = new float[scores.Length];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
            keys[row] = -scores[row];
        }

        Array.Sort(keys, order);
        this.positive = new bool[order.Length];
        this.scores = new float[order.Length];
        cut = new bool[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            this.positive[i] = positive[order[i]];
            this.scores[i] = scores[order[i]];
        }

        for (int i = 0; i < order.Length; i++) cut[i] = i + 1 == order.Length || !this.scores[i + 1].Equals(this.scores[i]);
    }

    /// <summary>The places where the score falls: rows up to a cut share a threshold. Counts are of positive and negative rows at or above it.</summary>
    public IEnumerable<(float Threshold, long Positives, long Negatives)> Cuts()
    {
        long positives = 0;
        long negatives = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (positive[i]) positives++;
            else negatives++;
            if (cut[i]) yield return (scores[i], positives, negatives);
        }
    }

    /// <summary>Area under the ROC curve; a pair with equal scores counts one half (Mann and Whitney's U).</summary>
    /// <param name="counts">How often each row counts; null is once.</param>
    /// <returns>0 to 1, or null when one of the classes has no row.</returns>
    public double? Auc(int[]? counts = null)
    {
        double area = 0;
        long above = 0;
        long below = 0;
        long hits = 0;
        long misses = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int count = counts is null ? 1 : counts[order[i]];
            if (positive[i]) hits += count;
            else misses += count;
            if (!cut[i]) continue;
            area += misses * (above + (hits / 2.0));
            above += hits;
            below += misses;
            hits = misses = 0;
        }

        return above == 0 || below == 0 ? null : area / ((double)above * below);
    }

    /// <summary>Average precision: the mean of the precision at each positive row.</summary>
    /// <param name="counts">How often each row counts; null is once.</param>
    /// <returns>0 to 1, or null when no row is positive.</returns>
    public double? AveragePrecision(int[]? counts = null)
    {
        double sum = 0;
        long above = 0;
        long all = 0;
        long hits = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int count = counts is null ? 1 : counts[order[i]];
            all += count;
            if (positive[i]) hits += count;
            if (!cut[i] || hits == 0) continue;
            above += hits;
            sum += hits * ((double)above / all);
            hits = 0;
        }

        return above == 0 ? null : sum / above;
    }
}
