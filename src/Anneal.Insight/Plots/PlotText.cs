namespace Anneal.Insight.Plots;

/// <summary>What stands on a plot.</summary>
/// <param name="Title">Above it.</param>
/// <param name="X">Below the horizontal axis.</param>
/// <param name="Y">Beside the vertical axis.</param>
public readonly record struct PlotText(string Title, string X, string Y);
