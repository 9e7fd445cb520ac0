namespace Anneal.Workflow.Predictions;

/// <summary>A model's answer for one row.</summary>
/// <param name="Label">The most likely class.</param>
/// <param name="Probabilities">Each class and its probability, in the order of the schema.</param>
public sealed record Prediction(string Label, IReadOnlyList<KeyValuePair<string, double>> Probabilities);
