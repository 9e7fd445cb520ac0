using Anneal.Insight.Metrics;

namespace Anneal.Insight.Slices;

/// <summary>The losses of a group of rows against those of all the others.</summary>
/// <param name="Count">Rows in the group.</param>
/// <param name="Sum">The sum of their losses.</param>
/// <param name="Squares">The sum of their squares.</param>
internal readonly record struct SliceStatistics(long Count, double Sum, double Squares)
{
    public double Mean => Sum / Count;

    public SliceStatistics Add(double loss) => new(Count + 1, Sum + loss, Squares + (loss * loss));

    /// <summary>How many standard errors worse the group is than the rest (Welch's statistic).</summary>
    public double Excess(SliceStatistics all)
    {
        SliceStatistics rest = new(all.Count - Count, all.Sum - Sum, all.Squares - Squares);
        if (Count < 2 || rest.Count < 2) return 0;

        // A group whose losses are all alike would have no error at all; that of all rows is the better guess then.
        double floor = all.Variance / 4;
        double error = Math.Sqrt((Math.Max(Variance, floor) / Count) + (Math.Max(rest.Variance, floor) / rest.Count));
        return error == 0 ? 0 : (Mean - rest.Mean) / error;
    }

    /// <summary>The interval of the mean: Wilson's for shares, else by its standard error.</summary>
    public Interval Interval(bool share)
    {
        const double Z = 1.96;
        if (!share)
        {
            double error = Z * Math.Sqrt(Variance / Count);
            return new Interval(Mean - error, Mean + error);
        }

        double square = Z * Z / Count;
        double middle = (Mean + (square / 2)) / (1 + square);
        double half = Z / (1 + square) * Math.Sqrt((Mean * (1 - Mean) / Count) + (square / (4 * Count)));
        return new Interval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>The chance of an excess at least this large when there is none (the upper tail of the normal distribution, Abramowitz and Stegun 26.2.17).</summary>
    public static double Chance(double excess)
    {
        if (excess < 0) return 1 - Chance(-excess);
        double t = 1 / (1 + (0.2316419 * excess));
        double tail = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-excess * excess / 2) / Math.Sqrt(2 * Math.PI) * tail;
    }

    private double Variance => Count < 2 ? 0 : Math.Max(0, (Squares - (Sum * Sum / Count)) / (Count - 1));
}
