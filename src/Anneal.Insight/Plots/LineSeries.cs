using Anneal.Insight.Curves;

namespace Anneal.Insight.Plots;

/// <summary>One line of a plot.</summary>
/// <param name="Name">What it is, for the legend.</param>
/// <param name="Points">From left to right.</param>
/// <param name="Dashed">Whether it stands back behind the others.</param>
/// <param name="Marked">Whether each point is marked.</param>
public sealed record LineSeries(string Name, IReadOnlyList<CurvePoint> Points, bool Dashed = false, bool Marked = false);
