using Anneal.Data.Schemas;

namespace Anneal.Workflow.Runs;

/// <summary>What a run leaves.</summary>
/// <param name="Bundle">The bundle's folder, as the user would type it.</param>
/// <param name="Architecture">The kind of model that was trained.</param>
/// <param name="Schema">The table's columns and the label's classes.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Example">A row of the test part as <c>predict --row</c> takes it (JSON), to try the model with.</param>
/// <param name="Duration">How long it took.</param>
public sealed record RunResult(
    string Bundle,
    string Architecture,
    TableSchema Schema,
    RunMetrics Metrics,
    string Example,
    TimeSpan Duration);
