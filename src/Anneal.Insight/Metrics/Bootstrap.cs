namespace Anneal.Insight.Metrics;

/// <summary>How far a number would move on other rows of the same kind: it is measured again on rows drawn with replacement (Efron, 1979).</summary>
/// <remarks>The middle 95 % of the samples. The same seed gives the same bits at any number of threads.</remarks>
public static class Bootstrap
{
    private const int MostSamples = 1000;
    private const int FewestSamples = 200;

    /// <summary>Rows times outputs times samples stay near this, which takes about a third of a second.</summary>
    private const long Work = 20_000_000;

    /// <summary>The interval of each metric.</summary>
    /// <param name="answers">What the model answered.</param>
    /// <param name="metrics">What to measure.</param>
    /// <param name="seed">The same seed draws the same samples.</param>
    /// <returns>By the metrics' names; one that too few samples have is left out.</returns>
    public static IReadOnlyDictionary<string, Interval> Intervals(Answers answers, IEnumerable<Metric> metrics, int seed)
    {
        Metric[] wanted = [.. metrics];
        double?[][] samples = Sample(answers, seed, counts =>
        {
            Draw draw = new(answers, counts);
            return Array.ConvertAll(wanted, metric => metric.Measure(draw));
        });
        Dictionary<string, Interval> intervals = new(StringComparer.Ordinal);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (Middle(samples, i) is { } interval) intervals.Add(wanted[i].Name, interval);
        }

        return intervals;
    }

    /// <summary>The interval of the difference between two models on the same rows: more telling than their two intervals, because both meet the same hard rows.</summary>
    /// <param name="first">One model's answers.</param>
    /// <param name="second">The other's, on the same rows.</param>
    /// <param name="metric">What to compare.</param>
    /// <param name="seed">The same seed draws the same samples.</param>
    /// <returns>Of the first's number less the second's, or null where there is none.</returns>
    public static Interval? Difference(Answers first, Answers second, Metric metric, int seed)
    {
        if (first.Rows != second.Rows) throw new ArgumentException("Two models are compared on the same rows.", nameof(second));
        return Middle(Sample(first, seed, counts => [metric.Measure(new Draw(first, counts)) - metric.Measure(new Draw(second, counts))]), 0);
    }

    private static double?[][] Sample(Answers answers, int seed, Func<int[], double?[]> measure)
    {
        // What is worked out once must be there before the threads ask for it together.
        measure([.. Enumerable.Repeat(1, answers.Rows)]);
        int samples = (int)Math.Clamp(Work / ((long)answers.Rows * answers.Outputs), FewestSamples, MostSamples);
        double?[][] values = new double?[samples][];
        Parallel.For(0, samples, () => new int[answers.Rows], (sample, _, counts) =>
        {
            SampleRows.Draw(counts, seed, sample);
            values[sample] = measure(counts);
            return counts;
        }, _ => { });
        return values;
    }

    private static Interval? Middle(double?[][] samples, int place)
    {
        double[] values = [.. samples.Where(sample => sample[place].HasValue).Select(sample => sample[place]!.Value)];
        if (values.Length < samples.Length / 2) return null;
        Array.Sort(values);
        return new Interval(Quantile.Of(values, 0.025), Quantile.Of(values, 0.975));
    }
}
