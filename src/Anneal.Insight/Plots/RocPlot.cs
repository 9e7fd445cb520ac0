using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>ROC curves over the diagonal of a coin.</summary>
public static class RocPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="curves">A curve for each class.</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, IReadOnlyList<LineSeries> curves) =>
        LinePlot.Draw(text, PlotAxis.Share, PlotAxis.Share, curves, [new CurvePoint(0, 0), new CurvePoint(1, 1)], area: true, height: 340);
}
