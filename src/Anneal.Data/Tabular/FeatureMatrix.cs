namespace Anneal.Data.Tabular;

/// <summary>What a model sees of some rows.</summary>
/// <param name="Values">Features, row after row, [rows, width].</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Width">How many features a row has.</param>
public sealed record FeatureMatrix(float[] Values, int Rows, int Width);
