using Anneal.Data.Messages;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Store;

/// <summary>One run as the store knows it.</summary>
/// <param name="Id">Eight characters that name it; the first few do where no other run begins with them.</param>
/// <param name="Name">The recipe's name.</param>
/// <param name="Task">What was to be learnt, as a recipe names it.</param>
/// <param name="Recipe">The recipe (YAML), every default spelled out.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended, or null while it goes on.</param>
/// <param name="Folder">The folder that its bundle was to go to.</param>
/// <param name="Reason">Why it failed (in English alone where an earlier version of Anneal recorded it); null when it did not.</param>
/// <param name="Bundle">The bundle that it left, or null.</param>
public sealed record StoredRun(
    string Id,
    string Name,
    string Task,
    string Recipe,
    RunState State,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    string Folder,
    Message? Reason,
    StoredBundle? Bundle)
{
    /// <summary>How long it took, or null while it goes on.</summary>
    public TimeSpan? Duration => Ended - Started;
}

/// <summary>A bundle as the store knows it.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Bytes">Size of its files together.</param>
/// <param name="Model">The kind of model.</param>
/// <param name="TargetsMet">Targets that it meets.</param>
/// <param name="Targets">Targets that it was measured against.</param>
public sealed record StoredBundle(string Path, long Bytes, string Model, int TargetsMet, int Targets);

/// <summary>One number that was measured.</summary>
/// <param name="Split">On which rows: <c>test</c> or <c>valid</c>.</param>
/// <param name="Name">Its name, as a target would write it.</param>
/// <param name="Value">The number; finite.</param>
public sealed record StoredMetric(string Split, string Name, double Value);

/// <summary>One epoch of one network.</summary>
/// <param name="Learner">Who learnt, by its name in a recipe.</param>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="At">When it was over.</param>
/// <param name="TrainLoss">Mean loss of the training rows while they were learnt; null when it was no number.</param>
/// <param name="ValidLoss">Mean loss of the validation rows afterwards; null when it was no number.</param>
public sealed record StoredEpoch(string Learner, int Epoch, DateTimeOffset At, double? TrainLoss, double? ValidLoss);

/// <summary>All that the store knows of one run.</summary>
/// <param name="Run">The run itself.</param>
/// <param name="Metrics">What was measured, by rows and name.</param>
/// <param name="Targets">What became of its targets, in the recipe's order.</param>
/// <param name="Epochs">Its epochs in the order in which they ran.</param>
public sealed record RunDetails(StoredRun Run, IReadOnlyList<StoredMetric> Metrics, IReadOnlyList<TargetResult> Targets, IReadOnlyList<StoredEpoch> Epochs);
