namespace Anneal.Insight.Plots;

/// <summary>How often numbers fall into equal ranges.</summary>
public static class HistogramPlot
{
    private const int Bins = 30;

    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="zero">Whether a line marks 0, as for errors.</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, IReadOnlyList<double> values, bool zero = false)
    {
        PlotAxis x = PlotAxis.Around(values);
        int[] counts = new int[Bins];
        foreach (double value in values)
        {
            if (double.IsFinite(value)) counts[Math.Clamp((int)((value - x.Low) / (x.High - x.Low) * Bins), 0, Bins - 1)]++;
        }

        PlotFrame frame = new(text, x, new PlotAxis(0, Math.Max(1, counts.Max() * 1.05), Whole: true));
        double width = (frame.Right - frame.Left) / Bins;
        for (int bin = 0; bin < Bins; bin++)
            frame.Svg.Rectangle(frame.Left + (bin * width) + 0.5, frame.Y(counts[bin]), width - 1, frame.Bottom - frame.Y(counts[bin]), SvgWriter.Blue, 0.8);
        if (zero && x is { Low: < 0, High: > 0 }) frame.Svg.Line(frame.X(0), frame.Top, frame.X(0), frame.Bottom, 0.6, "4 3");
        return frame.Svg.Finish();
    }
}
