using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Targets;

/// <summary>What a recipe can set a target for: every metric, and what the model costs on this machine.</summary>
internal static class TargetMetrics
{
    private const string Latency = "latency-p95";
    private const string Size = "size";
    private const string Memory = "memory";

    public static IReadOnlyCollection<string> Names { get; } = [.. MetricCatalogue.All.Select(metric => metric.Name), Latency, Size, Memory];

    /// <summary>Every metric that could be measured, for the store.</summary>
    public static IEnumerable<(string Name, double Value)> All(Scores scores) =>
        scores.Values.Where(one => one.Value.HasValue).Select(one => (one.Key, one.Value!.Value));

    /// <summary>Reads a target's limit: a plain number, or one with a unit where the metric has one.</summary>
    public static double? ParseLimit(string metric, ReadOnlySpan<char> text) => metric switch
    {
        Latency => Unit.Seconds(text),
        Size or Memory => Unit.ByteCount(text),
        _ => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double limit) && double.IsFinite(limit) ? limit : null,
    };

    /// <summary>Shows a metric's limit or value with its unit.</summary>
    public static string Show(string metric, double value) => metric switch
    {
        Latency => Unit.OfSeconds(value),
        Size or Memory => Unit.OfBytes(value),
        _ => value.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture),
    };

    public static TargetResult Judge(Target target, Scores scores, Costs costs)
    {
        double? measured = target.Metric switch
        {
            Latency => costs.LatencyP95,
            Size => costs.Size,
            Memory => costs.Memory,
            _ => scores[target.Metric],
        };
        return new TargetResult(target.Metric, target.Condition, measured, target.IsMetBy(measured));
    }
}
