using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>Precision-recall curves, over the line of a guess.</summary>
public static class PrecisionRecallPlot
{
    /// <summary>Draws it.</summary>
    /// <param name="text">What stands on it.</param>
    /// <param name="curves">A curve for each class.</param>
    /// <param name="guess">The share of the class, when there is one curve: the precision of guessing.</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, IReadOnlyList<LineSeries> curves, double? guess = null) =>
        LinePlot.Draw(text, PlotAxis.Share, PlotAxis.Share, curves, guess is { } level ? [new CurvePoint(0, level), new CurvePoint(1, level)] : [], area: true, height: 340);
}
