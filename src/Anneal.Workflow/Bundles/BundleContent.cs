using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Report;
using Anneal.Models;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Bundles;

/// <summary>What a run hands over to be kept.</summary>
/// <param name="Model">The fitted model.</param>
/// <param name="Schema">The columns that it learnt from.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="EpochLog">A file of the losses of every epoch, or null when no network was trained.</param>
/// <param name="Report">What the report tells, the commands apart.</param>
/// <param name="Example">A row to try the model with.</param>
/// <param name="Language">The language of the report.</param>
internal sealed record BundleContent(FittedModel Model, TableSchema Schema, RunMetrics Metrics, string? EpochLog, ReportContent Report, ExampleRow Example, Language Language);
