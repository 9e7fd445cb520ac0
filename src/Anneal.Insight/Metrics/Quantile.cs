namespace Anneal.Insight.Metrics;

/// <summary>The value below which a share of the values lies.</summary>
internal static class Quantile
{
    /// <summary>Between the two values nearest, in proportion (NumPy's default).</summary>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
