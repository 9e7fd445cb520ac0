using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>Lines over a horizontal axis: loss by epoch, learning curves, thresholds.</summary>
public static class LinePlot
{
    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="series">The lines; a legend names them when there are several.</param>
    /// <param name="mark">Where a vertical line stands, and what it says.</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, PlotAxis x, PlotAxis y, IReadOnlyList<LineSeries> series, (double X, string Text)? mark = null) =>
        Draw(text, x, y, series, reference: [], area: false, mark);

    internal static string Draw(PlotText text, PlotAxis x, PlotAxis y, IReadOnlyList<LineSeries> series, IReadOnlyList<CurvePoint> reference, bool area, (double X, string Text)? mark = null, double height = 300)
    {
        double legend = series.Count > 1 ? PlotFrame.LegendHeight(series.Select(line => line.Name)) : 0;
        PlotFrame frame = new(text, x, y, height: height + legend, legend: legend);
        frame.Svg.Path(reference.Select(point => (frame.X(point.X), frame.Y(point.Y))), SvgWriter.Grey, "4 4", 1.5);
        if (mark is { } at)
        {
            frame.Svg.Line(frame.X(at.X), frame.Top, frame.X(at.X), frame.Bottom, 0.45, "3 3");
            bool right = frame.X(at.X) > (frame.Left + frame.Right) / 2;
            frame.Svg.Text(frame.X(at.X) + (right ? -6 : 6), frame.Top + 11, at.Text, right ? TextAnchor.End : TextAnchor.Start, 11, 0.8, room: 200);
        }

        for (int i = series.Count - 1; i >= 0; i--)
        {
            string colour = Colour(i);
            (double X, double Y)[] points = [.. series[i].Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).Select(point => (frame.X(point.X), frame.Y(point.Y)))];
            if (area && series.Count == 1) frame.Svg.Area(points, frame.Bottom, colour, 0.1);
            frame.Svg.Path(points, colour, series[i].Dashed ? "5 4" : null);
            if (series[i].Marked || points.Length == 1)
            {
                foreach ((double px, double py) in points) frame.Svg.Circle(px, py, 3.5, colour);
            }
        }

        if (series.Count > 1) frame.Legend(series.Select((line, i) => (line.Name, Colour(i), line.Dashed ? "5 4" : (string?)null)));
        return frame.Svg.Finish();
    }

    private static string Colour(int series) => SvgWriter.Palette[series % SvgWriter.Palette.Count];
}
