namespace Anneal.Workflow.Predictions;

/// <summary>A model's answer for one row.</summary>
/// <param name="Label">The most likely class; the likely classes, with the label's separator between them; or the number as text.</param>
/// <param name="Probabilities">Each class and its probability, in the order of the schema; none when the answer is a number.</param>
/// <param name="Number">The number, in the label's unit, when the answer is one.</param>
/// <param name="Labels">The likely classes, when there may be several.</param>
public sealed record Prediction(
    string Label,
    IReadOnlyList<KeyValuePair<string, double>> Probabilities,
    double? Number = null,
    IReadOnlyList<string>? Labels = null);
