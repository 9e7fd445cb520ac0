namespace Anneal.Insight.Evaluations;

/// <summary>A row that the model is badly wrong about.</summary>
/// <param name="Place">Where it stands: the line of the file.</param>
/// <param name="Truth">The true label.</param>
/// <param name="Told">What the model told.</param>
/// <param name="Confidence">How sure it was, 0 to 1; null for numbers.</param>
/// <param name="Cells">Columns and their cells, long ones cut; a missing value is null.</param>
public sealed record WrongRow(int Place, string Truth, string Told, double? Confidence, IReadOnlyList<KeyValuePair<string, string?>> Cells);
