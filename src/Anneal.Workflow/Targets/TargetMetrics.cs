using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Targets;

/// <summary>The measures that a recipe can set a target for.</summary>
internal static class TargetMetrics
{
    public static IReadOnlyCollection<string> Names { get; } = [.. MetricCatalogue.All.Select(metric => metric.Name)];

    /// <summary>Every measure that the rows gave, by name.</summary>
    public static IEnumerable<(string Name, double Value)> All(Scores scores) =>
        scores.Values.Where(one => one.Value.HasValue).Select(one => (one.Key, one.Value!.Value));

    public static TargetResult Judge(Target target, Scores scores)
    {
        double? measured = scores[target.Metric];
        return new TargetResult(target.Metric, target.Condition, measured, target.IsMetBy(measured));
    }
}
