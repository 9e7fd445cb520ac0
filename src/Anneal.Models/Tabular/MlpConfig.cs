namespace Anneal.Models.Tabular;

/// <summary>The sizes of an <see cref="Mlp"/>.</summary>
/// <param name="Inputs">Features of a row.</param>
/// <param name="Hidden">Width of each hidden layer, from input to output; empty for a linear model.</param>
/// <param name="Outputs">Classes.</param>
/// <param name="Dropout">Share of hidden values that are dropped in training, 0 to below 1.</param>
public sealed record MlpConfig(int Inputs, IReadOnlyList<int> Hidden, int Outputs, double Dropout);
