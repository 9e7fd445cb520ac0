using Anneal.Data.Quality;
using Anneal.Insight.Calibration;
using Anneal.Insight.Metrics;
using Anneal.Insight.Validation;
using Anneal.Training;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Runs;

/// <summary>All that was measured: the bundle's metrics.json.</summary>
/// <param name="Test">The model on the test rows.</param>
/// <param name="Valid">The model on the validation rows, which chose the epoch.</param>
/// <param name="Baselines">What is cheap to reach, on the same test rows.</param>
/// <param name="Targets">What became of the recipe's targets.</param>
/// <param name="Costs">What the model costs on the machine that it was made on.</param>
/// <param name="Learning">Every learner that was tried, in order: its validation loss and its seconds.</param>
/// <param name="Training">How a network's training ended; null when none was trained.</param>
/// <param name="Rows">How many rows each part had.</param>
public sealed record RunMetrics(
    Scores Test,
    Scores Valid,
    IReadOnlyList<ModelScores> Baselines,
    IReadOnlyList<TargetResult> Targets,
    Costs Costs,
    IReadOnlyList<LearnerResult> Learning,
    TrainingOutcome? Training,
    RowCounts Rows)
{
    /// <summary>The last step from probabilities to what is told, learnt from the validation rows.</summary>
    public Decision Decision { get; init; } = new();

    /// <summary>Metrics over the parts of a cross-validation of all rows, by name; empty when the recipe asked for none.</summary>
    public IReadOnlyDictionary<string, FoldSummary> Folds { get; init; } = new Dictionary<string, FoldSummary>(StringComparer.Ordinal);

    /// <summary>How good the model gets on the validation rows from parts of the training rows; empty when the recipe asked for none.</summary>
    public IReadOnlyList<LearningCurvePoint> LearningCurve { get; init; } = [];

    /// <summary>Learners whose work the time budget ended, or left no time for: another run may get further with them, or less far.</summary>
    public IReadOnlyList<string> CutShort { get; init; } = [];

    /// <summary>What the checks of the data found, the gravest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>How many rows each part had.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Valid">Rows to choose by.</param>
/// <param name="Test">Rows held back.</param>
public sealed record RowCounts(int Train, int Valid, int Test);

/// <summary>What became of one learner.</summary>
/// <param name="Learner">Its name.</param>
/// <param name="ValidLoss">Its loss on the validation rows.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record LearnerResult(string Learner, double ValidLoss, double Seconds);
