using Anneal.Insight.Metrics;

namespace Anneal.Insight.Slices;

/// <summary>A group of rows that the model does worse on than on the others.</summary>
/// <param name="Conditions">What its rows have in common: one column, or two.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Score">The share told right, or the mean absolute error.</param>
/// <param name="Interval">Where that lies with 95 % confidence.</param>
/// <param name="Overall">The same number on all rows.</param>
public sealed record Slice(IReadOnlyList<SliceCondition> Conditions, int Rows, double Score, Interval Interval, double Overall);
