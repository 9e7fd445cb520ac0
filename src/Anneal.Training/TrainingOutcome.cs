namespace Anneal.Training;

/// <summary>How a training ended; the network holds the weights of the best epoch.</summary>
/// <param name="EpochsRun">Epochs that ran.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="BestValidLoss">Its validation loss.</param>
/// <param name="StoppedEarly">Whether patience or time ran out before the epochs did.</param>
/// <param name="History">Every epoch, for the learning curve.</param>
public sealed record TrainingOutcome(int EpochsRun, int BestEpoch, double BestValidLoss, bool StoppedEarly, IReadOnlyList<EpochReport> History)
{
    /// <summary>Whether it was the time budget that ended it.</summary>
    public bool OutOfTime { get; init; }
}
