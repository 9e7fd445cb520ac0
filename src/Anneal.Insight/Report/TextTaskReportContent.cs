using Anneal.Data.Messages;
using Anneal.Insight.Curves;

namespace Anneal.Insight.Report;

/// <summary>All that the report of a task over texts tells, free of language and layout.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Task">What was learnt.</param>
/// <param name="Model">The kind of network.</param>
/// <param name="Made">When.</param>
/// <param name="Source">Where the examples came from.</param>
/// <param name="Unit">What the examples are called.</param>
/// <param name="Parts">To learn from, to choose by, held back.</param>
/// <param name="Columns">What was measured, in the order in which it is shown.</param>
/// <param name="Scores">The model first, then what it is compared with, on the examples held back.</param>
/// <param name="Groups">The model's scores for groups of what it tells.</param>
/// <param name="Targets">What became of the recipe's targets.</param>
/// <param name="Train">Loss of the training examples by step.</param>
/// <param name="Valid">The score that chose the weights, on the validation examples, by step.</param>
/// <param name="Chosen">The place of that score in <paramref name="Columns"/>.</param>
/// <param name="BestStep">The step whose weights are kept.</param>
/// <param name="Examples">Examples with what the model says of them.</param>
/// <param name="Limits">Where the model ends.</param>
/// <param name="Commands">What to type next.</param>
/// <param name="Recipe">The recipe with all defaults (YAML).</param>
/// <param name="Facts">What somebody needs to do it again.</param>
public sealed record TextTaskReportContent(
    string Name,
    Message Task,
    Message Model,
    DateTimeOffset Made,
    string Source,
    Message Unit,
    IReadOnlyList<ReportExamplePart> Parts,
    IReadOnlyList<ReportScoreColumn> Columns,
    IReadOnlyList<ReportScoreRow> Scores,
    IReadOnlyList<ReportScoreRow> Groups,
    IReadOnlyList<ReportTarget> Targets,
    IReadOnlyList<CurvePoint> Train,
    IReadOnlyList<CurvePoint> Valid,
    int Chosen,
    int BestStep,
    IReadOnlyList<ReportExample> Examples,
    Message Limits,
    IReadOnlyList<ReportFact> Commands,
    string Recipe,
    IReadOnlyList<ReportFact> Facts);

/// <summary>A part of the examples.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Count">Its examples.</param>
/// <param name="Characters">Their characters.</param>
public sealed record ReportExamplePart(Message Name, int Count, long Characters);

/// <summary>Something that was measured.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
public sealed record ReportScoreColumn(Message Title, Message Meaning, bool HigherIsBetter);

/// <summary>What was measured of something.</summary>
/// <param name="Title">Of what.</param>
/// <param name="Values">A value for each column; null where it makes no sense.</param>
public sealed record ReportScoreRow(Message Title, IReadOnlyList<double?> Values);

/// <summary>An example.</summary>
/// <param name="Input">What the model was given.</param>
/// <param name="Wanted">What is right.</param>
/// <param name="Told">What it says.</param>
public sealed record ReportExample(string Input, string Wanted, string Told);
