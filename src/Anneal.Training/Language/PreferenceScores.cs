namespace Anneal.Training.Language;

/// <summary>How surely a model tells better answers from worse ones, beside the model that it was before.</summary>
/// <param name="Answers">Pairs, or judged answers, that were measured.</param>
/// <param name="Loss">The loss that was learnt.</param>
/// <param name="Accuracy">Share of the pairs in which the better answer gained more than the worse one; of judged answers, those that gained when good and lost when bad, against what answers gain on average.</param>
/// <param name="Margin">How much more the better answers gained than the worse ones, on average, in nats times β.</param>
public sealed record PreferenceScores(int Answers, double Loss, double Accuracy, double Margin);
