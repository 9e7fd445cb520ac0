using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>What each threshold gives: to find more, or to be surer.</summary>
public static class ThresholdPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="precision">The name of that line.</param>
    /// <param name="recall">The name of that line.</param>
    /// <param name="told">The name of the line of the share of rows told.</param>
    /// <param name="points">By rising threshold.</param>
    /// <param name="chosen">The threshold in use, and what to say there.</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, string precision, string recall, string told, IReadOnlyList<ThresholdPoint> points, (double X, string Text) chosen) => LinePlot.Draw(
        text,
        PlotAxis.Share,
        PlotAxis.Share,
        [
            new LineSeries(precision, Thin(points, point => point.Precision)),
            new LineSeries(recall, Thin(points, point => point.Recall)),
            new LineSeries(told, Thin(points, point => point.Told), Dashed: true),
        ],
        chosen);

    private static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<ThresholdPoint> points, Func<ThresholdPoint, double> value) =>
        points.Select(point => new CurvePoint(point.Threshold, value(point))).ToArray().Thin();
}
