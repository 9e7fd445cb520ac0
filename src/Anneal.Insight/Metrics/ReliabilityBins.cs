namespace Anneal.Insight.Metrics;

/// <summary>Rows in equal ranges of the probability told, with how often it came true.</summary>
internal sealed class ReliabilityBins
{
    public const int Count = 10;

    private readonly double[] told = new double[Count];
    private readonly long[] came = new long[Count];
    private readonly long[] rows = new long[Count];

    private ReliabilityBins()
    {
    }

    /// <summary>The mean gap between what was told and what came, by rows.</summary>
    public double Error
    {
        get
        {
            double sum = 0;
            for (int bin = 0; bin < Count; bin++) sum += Math.Abs(told[bin] - came[bin]);
            return sum / rows.Sum();
        }
    }

    /// <summary>Ranges that hold rows: the mean probability told, the share that came true, how many.</summary>
    public IEnumerable<(double Told, double Came, long Rows)> Filled =>
        Enumerable.Range(0, Count).Where(bin => rows[bin] > 0).Select(bin => (told[bin] / rows[bin], came[bin] / (double)rows[bin], rows[bin]));

    public static ReliabilityBins Of(Draw draw)
    {
        Answers answers = draw.Answers;
        ReliabilityBins bins = new();
        int[] classes = answers.Told;
        for (int row = 0; row < answers.Rows; row++)
        {
            int count = draw.CountOf(row);
            if (count == 0) continue;
            int k = answers.Outputs == 2 ? 1 : classes[row];
            double probability = answers.Predictions[(row * answers.Outputs) + k];

            // A probability on a bound belongs to the range below it; only 0 has none there.
            int bin = Math.Clamp((int)Math.Ceiling(probability * Count) - 1, 0, Count - 1);
            bins.told[bin] += count * probability;
            bins.rows[bin] += count;
            if (answers.Classes[row] == k) bins.came[bin] += count;
        }

        return bins;
    }
}
