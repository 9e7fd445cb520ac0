using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>One point a row: numbers told against true ones, or errors against numbers told.</summary>
public static class ScatterPlot
{
    /// <summary>Numbers told against true ones; the diagonal is where they agree.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="points">True numbers to the right, those told up.</param>
    /// <returns>SVG.</returns>
    public static string PredictedAgainstTrue(PlotText text, IReadOnlyList<CurvePoint> points)
    {
        PlotAxis both = PlotAxis.Around(points.SelectMany(point => new[] { point.X, point.Y }));
        return Draw(text, both, both, points, [new CurvePoint(both.Low, both.Low), new CurvePoint(both.High, both.High)]);
    }

    /// <summary>Errors against the numbers told; a good model scatters them evenly about 0.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="points">Numbers told to the right, errors up.</param>
    /// <returns>SVG.</returns>
    public static string Residuals(PlotText text, IReadOnlyList<CurvePoint> points)
    {
        PlotAxis x = PlotAxis.Around(points.Select(point => point.X));
        return Draw(text, x, PlotAxis.Around(points.Select(point => point.Y).Append(0)), points, [new CurvePoint(x.Low, 0), new CurvePoint(x.High, 0)]);
    }

    private static string Draw(PlotText text, PlotAxis x, PlotAxis y, IReadOnlyList<CurvePoint> points, CurvePoint[] line)
    {
        PlotFrame frame = new(text, x, y, height: 340, gridX: true);
        double opacity = points.Count > 1000 ? 0.25 : points.Count > 200 ? 0.4 : 0.6;
        foreach (CurvePoint point in points)
        {
            if (double.IsFinite(point.X) && double.IsFinite(point.Y)) frame.Svg.Circle(frame.X(point.X), frame.Y(point.Y), points.Count > 500 ? 2 : 3, SvgWriter.Blue, opacity);
        }

        frame.Svg.Path(line.Select(point => (frame.X(point.X), frame.Y(point.Y))), SvgWriter.Orange, "5 4", 1.5);
        return frame.Svg.Finish();
    }
}
