namespace Anneal.Training.Linear;

/// <summary>A smooth function of a point.</summary>
/// <param name="point">Where to look, [unknowns].</param>
/// <param name="gradient">Receives the slope there, [unknowns]; what it held before is not read.</param>
/// <returns>The function's value.</returns>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);
