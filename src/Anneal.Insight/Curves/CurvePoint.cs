namespace Anneal.Insight.Curves;

/// <summary>A point of a curve.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Up.</param>
public readonly record struct CurvePoint(double X, double Y);
