namespace Anneal.Insight.Plots;

/// <summary>One axis: what it spans and how its numbers read.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Percent">Whether its numbers are shares.</param>
/// <param name="Whole">Whether they are whole.</param>
public readonly record struct PlotAxis(double Low, double High, bool Percent = false, bool Whole = false)
{
    /// <summary>From 0 to 1, in percent.</summary>
    public static PlotAxis Share { get; } = new(0, 1, Percent: true);

    /// <summary>An axis that holds all values, with a little room, and is never empty.</summary>
    public static PlotAxis Around(IEnumerable<double> values, bool fromZero = false, bool percent = false, bool whole = false)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min();
        double high = finite.Length == 0 ? 1 : finite.Max();
        if (fromZero) (low, high) = (Math.Min(0, low), Math.Max(0, high));
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)) || high == low) (low, high) = fromZero && low >= 0 ? (0, high + 1) : (low - 1, high + 1);
        double room = (high - low) * 0.04;
        return new PlotAxis(fromZero && low == 0 ? 0 : whole ? low : low - room, whole ? high : high + room, percent, whole);
    }

    internal IReadOnlyList<double> Ticks(int about = 5) => Plots.Ticks.Of(Low, High, about, Whole);

    internal string Text(double tick) => Percent ? Plots.Ticks.Percent(tick) : Plots.Ticks.Text(tick);
}
