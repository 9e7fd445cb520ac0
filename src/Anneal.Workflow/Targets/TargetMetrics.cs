using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Targets;

/// <summary>The measures that a recipe can set a target for.</summary>
internal static class TargetMetrics
{
    private static readonly Dictionary<string, Func<ClassificationScores, double?>> Known = new(StringComparer.Ordinal)
    {
        ["accuracy"] = scores => scores.Accuracy,
        ["auc"] = scores => scores.Auc,
        ["balanced-accuracy"] = scores => scores.BalancedAccuracy,
        ["f1"] = scores => scores.MacroF1,
        ["log-loss"] = scores => scores.LogLoss,
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    public static TargetResult Judge(Target target, ClassificationScores scores)
    {
        double? measured = Known[target.Metric](scores);
        return new TargetResult(target.Metric, target.Condition, measured, target.IsMetBy(measured));
    }
}
