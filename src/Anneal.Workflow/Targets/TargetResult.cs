using System.Text.Json.Serialization;

namespace Anneal.Workflow.Targets;

/// <summary>What became of a promise.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Target">What was promised, such as <c>&gt;= 0.8</c>.</param>
/// <param name="Measured">What was measured, or null when it could not be.</param>
/// <param name="Met">Whether the promise is kept.</param>
public sealed record TargetResult(string Metric, string Target, double? Measured, bool Met)
{
    /// <summary>What was measured as people read it, with its unit.</summary>
    [JsonIgnore]
    public string Shown => Measured is { } value ? TargetMetrics.Show(Metric, value) : "–";
}
