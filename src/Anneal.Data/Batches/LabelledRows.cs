using Anneal.Data.Tabular;

namespace Anneal.Data.Batches;

/// <summary>Rows ready to learn from or to be measured on.</summary>
/// <param name="Features">What the model sees, [rows, width].</param>
/// <param name="Labels">The class of each row.</param>
public sealed record LabelledRows(FeatureMatrix Features, int[] Labels);
