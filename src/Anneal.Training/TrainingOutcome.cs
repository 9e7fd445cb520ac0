namespace Anneal.Training;

/// <summary>How a training ended; the model holds the weights of the best epoch.</summary>
/// <param name="EpochsRun">Epochs that ran.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="BestValidLoss">Its validation loss, in nats.</param>
/// <param name="StoppedEarly">Whether patience ran out before the epochs did.</param>
public sealed record TrainingOutcome(int EpochsRun, int BestEpoch, double BestValidLoss, bool StoppedEarly);
