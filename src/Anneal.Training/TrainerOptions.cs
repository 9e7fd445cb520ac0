namespace Anneal.Training;

/// <summary>How a model is trained.</summary>
/// <param name="Epochs">Passes over the training rows, at most.</param>
/// <param name="Patience">Epochs without a better validation loss after which training stops.</param>
/// <param name="BatchSize">Rows in a step.</param>
/// <param name="Seed">Seed of the order of rows and of dropout.</param>
/// <param name="LearningRate">Length of AdamW's step.</param>
/// <param name="WeightDecay">AdamW's pull of every weight towards zero.</param>
public sealed record TrainerOptions(int Epochs, int Patience, int BatchSize, int Seed, double LearningRate, double WeightDecay);
