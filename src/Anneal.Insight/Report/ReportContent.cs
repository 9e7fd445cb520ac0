using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Curves;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Explanation;
using Anneal.Insight.Metrics;
using Anneal.Insight.Validation;

namespace Anneal.Insight.Report;

/// <summary>All that a report tells, free of language and layout: a bundle keeps it, so that the report can be written again in the other language.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Task">What was learnt.</param>
/// <param name="Made">When.</param>
/// <param name="Data">What it was learnt from.</param>
/// <param name="Models">The chosen model first, then what it is compared with.</param>
/// <param name="Test">The model on the rows held back.</param>
/// <param name="Valid">Its numbers on the rows that it was chosen by.</param>
/// <param name="Targets">What became of the recipe's targets.</param>
/// <param name="Learning">How it learnt.</param>
/// <param name="Commands">What to type next.</param>
/// <param name="Recipe">The recipe with all defaults (YAML).</param>
/// <param name="Facts">What somebody needs to do it again.</param>
public sealed record ReportContent(
    string Name,
    Message Task,
    DateTimeOffset Made,
    ReportData Data,
    IReadOnlyList<ReportModel> Models,
    Evaluation Test,
    Scores Valid,
    IReadOnlyList<ReportTarget> Targets,
    ReportLearning Learning,
    IReadOnlyList<ReportFact> Commands,
    string Recipe,
    IReadOnlyList<ReportFact> Facts)
{
    /// <summary>Every learner that had a part in it or was tried; empty where there was one alone.</summary>
    public IReadOnlyList<ReportLearner> Tried { get; init; } = [];
}

/// <summary>A learner that was tried.</summary>
/// <param name="Title">Its name.</param>
/// <param name="ValidLoss">Its loss on the rows to choose by.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ReportLearner(Message Title, double ValidLoss, double Seconds);

/// <summary>What a model was learnt from.</summary>
/// <param name="Source">Where the rows came from.</param>
/// <param name="Rows">Rows with a label.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Valid">Rows to choose by.</param>
/// <param name="Test">Rows held back.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Classes">The classes and how many of all rows each has; empty for numbers.</param>
/// <param name="Numbers">The labels that are numbers, a sample for a picture.</param>
/// <param name="Findings">What the quality gate and the reading of the data noticed.</param>
public sealed record ReportData(
    string Source,
    int Rows,
    int Train,
    int Valid,
    int Test,
    IReadOnlyList<ColumnSchema> Columns,
    IReadOnlyList<KeyValuePair<string, int>> Classes,
    IReadOnlyList<double> Numbers,
    IReadOnlyList<ReportFinding> Findings);

/// <summary>Something about the data that a reader should know.</summary>
/// <param name="Serious">Whether it casts doubt on the numbers.</param>
/// <param name="What">What it is.</param>
/// <param name="Advice">What to do about it; empty texts when nothing need be done.</param>
public sealed record ReportFinding(bool Serious, Message What, Message Advice);

/// <summary>One line of the leaderboard.</summary>
/// <param name="Title">The model.</param>
/// <param name="Baseline">Whether it is there to compare with.</param>
/// <param name="Values">Its metrics on the rows held back, by name.</param>
/// <param name="Advantage">By how much the chosen model's <see cref="ModelComparison.Metric"/> is better, with 95 % confidence; null for the chosen model.</param>
public sealed record ReportModel(Message Title, bool Baseline, IReadOnlyDictionary<string, double?> Values, Interval? Advantage);

/// <summary>What became of a target.</summary>
/// <param name="Metric">What was promised.</param>
/// <param name="Condition">What about it, such as <c>&gt;= 0.8</c>.</param>
/// <param name="Measured">What was measured, as people read it.</param>
/// <param name="Met">Whether it is kept.</param>
/// <param name="Limit">The number in the condition.</param>
public sealed record ReportTarget(string Metric, string Condition, string Measured, bool Met, double Limit);

/// <summary>How a model learnt.</summary>
/// <param name="Train">Loss of the training rows by epoch; empty when no network was trained.</param>
/// <param name="Valid">Loss of the validation rows by epoch.</param>
/// <param name="BestEpoch">The epoch that was kept.</param>
/// <param name="Curve">Scores by number of training rows; empty when not asked for.</param>
/// <param name="CurveMetric">What those scores are.</param>
/// <param name="Importances">How much the model leans on each column.</param>
/// <param name="Folds">Metrics over the parts of a cross-validation, by name; empty when not asked for.</param>
public sealed record ReportLearning(
    IReadOnlyList<CurvePoint> Train,
    IReadOnlyList<CurvePoint> Valid,
    int BestEpoch,
    IReadOnlyList<LearningCurvePoint> Curve,
    string? CurveMetric,
    IReadOnlyList<ColumnImportance> Importances,
    IReadOnlyDictionary<string, FoldSummary> Folds);

/// <summary>A name and a text.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">The text, as it is.</param>
public sealed record ReportFact(Message Name, string Text);
