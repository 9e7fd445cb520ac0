namespace Anneal.Data.Splits;

/// <summary>How the rows are shared out.</summary>
/// <param name="Train">Part to learn from, above 0 and below 1.</param>
/// <param name="Valid">Part to choose by (when to stop).</param>
/// <param name="Test">Part held back for the final numbers.</param>
/// <param name="Stratify">Whether each part gets the same share of every class.</param>
/// <param name="Seed">The same seed gives the same parts.</param>
public sealed record SplitFractions(double Train, double Valid, double Test, bool Stratify, int Seed);
