using Anneal.Data.Schemas;

namespace Anneal.Data.Batches;

/// <summary>Rows to learn from, or to choose by.</summary>
/// <param name="Inputs">What the network sees.</param>
/// <param name="Labels">What it is to tell, one for each row of <paramref name="Inputs"/>.</param>
/// <param name="Weights">How much each row counts, mean about 1; null when all count the same.</param>
public sealed record LabelledSamples(Samples Inputs, Labels Labels, float[]? Weights = null);
