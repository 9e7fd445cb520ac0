using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>Probabilities told against what came true, with how many rows each range holds below.</summary>
public static class ReliabilityPlot
{
    private const double Histogram = 44;

    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="points">The ranges.</param>
    /// <param name="rows">What the bars at the foot are: "rows".</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, IReadOnlyList<ReliabilityPoint> points, string rows)
    {
        PlotFrame frame = new(text, PlotAxis.Share, PlotAxis.Share, height: 340);
        double width = (frame.Right - frame.Left) / 10;
        long most = points.Count == 0 ? 1 : points.Max(point => point.Rows);
        foreach (ReliabilityPoint point in points)
        {
            double height = Histogram * point.Rows / most;
            double left = frame.Left + (Math.Clamp(Math.Ceiling(point.Told * 10) - 1, 0, 9) * width);
            frame.Svg.Rectangle(left + 2, frame.Bottom - height, width - 4, height, SvgWriter.Grey, 0.35, hint: FormattableString.Invariant($"{point.Rows:N0} {rows}"));
        }

        frame.Svg.Path([(frame.X(0), frame.Y(0)), (frame.X(1), frame.Y(1))], SvgWriter.Grey, "4 4", 1.5);
        frame.Svg.Path(points.Select(point => (frame.X(point.Told), frame.Y(point.Came))), SvgWriter.Blue);
        foreach (ReliabilityPoint point in points) frame.Svg.Circle(frame.X(point.Told), frame.Y(point.Came), 4, SvgWriter.Blue);
        return frame.Svg.Finish();
    }
}
