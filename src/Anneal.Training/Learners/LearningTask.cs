using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Training.Learners;

/// <summary>What a learner is given.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="Table">All rows. A learner looks at those of the training and validation parts alone.</param>
/// <param name="Schema">The columns.</param>
/// <param name="Labels">The label of every row of the table.</param>
/// <param name="Split">Which rows are for what; a training row may stand there several times (oversampling).</param>
/// <param name="Train">What the recipe says about training.</param>
/// <param name="Options">What the recipe says about the model.</param>
public sealed record LearningTask(TaskKind Kind, Table Table, TableSchema Schema, Labels Labels, DataSplit Split, TrainChoice Train, LearnerOptions Options)
{
    /// <summary>How much each training row counts, in the order of <c>Split.Train</c>, mean about 1; null when all count the same.</summary>
    public float[]? TrainWeights { get; init; }

    /// <summary>Hears what happens, on the calling thread.</summary>
    public Action<LearningEvent> Report { get; init; } = _ => { };

    /// <summary>A folder for what a resumed run can go on from; null when nothing is to be kept.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Stops the learning between two steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The labels of the training rows.</summary>
    public Labels TrainLabels => Labels.Take(Split.Train);

    /// <summary>The labels of the validation rows.</summary>
    public Labels ValidLabels => Labels.Take(Split.Valid);

    /// <summary>A file in the checkpoint folder, or null when nothing is to be kept.</summary>
    public string? CheckpointFile(string name) => CheckpointFolder is null ? null : Path.Combine(CheckpointFolder, name);
}
