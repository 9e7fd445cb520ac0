namespace Anneal.Training;

/// <summary>What one pass over the training rows gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="TrainLoss">Mean loss of the training rows while they were learnt, in nats.</param>
/// <param name="ValidLoss">Mean loss of the validation rows afterwards.</param>
/// <param name="IsBest">Whether no earlier epoch had a lower validation loss.</param>
public sealed record EpochReport(int Epoch, int Epochs, double TrainLoss, double ValidLoss, bool IsBest);
