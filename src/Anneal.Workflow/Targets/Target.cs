using System.Globalization;

namespace Anneal.Workflow.Targets;

/// <summary>A promise about a bundle, such as <c>accuracy: "&gt;= 0.8"</c>.</summary>
/// <param name="Metric">What is measured, on the test rows.</param>
/// <param name="Comparison">How it is to compare.</param>
/// <param name="Limit">With what, in seconds or bytes where the metric has a unit.</param>
public sealed record Target(string Metric, Comparison Comparison, double Limit)
{
    private static readonly (string Sign, Comparison Comparison)[] Signs =
        [(">=", Comparison.AtLeast), ("<=", Comparison.AtMost), (">", Comparison.Above), ("<", Comparison.Below)];

    /// <summary>The promise as it is written in a recipe: <c>&gt;= 0.8</c>.</summary>
    public string Condition => $"{Array.Find(Signs, s => s.Comparison == Comparison).Sign} {(TargetMetrics.ParseLimit(Metric, "1") is null ? TargetMetrics.Show(Metric, Limit) : Limit.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>Reads a condition, or returns null when it is none.</summary>
    public static Target? Parse(string metric, string condition)
    {
        string text = condition.Trim();
        foreach ((string sign, Comparison comparison) in Signs)
        {
            if (!text.StartsWith(sign, StringComparison.Ordinal)) continue;
            return TargetMetrics.ParseLimit(metric, text.AsSpan(sign.Length)) is { } limit ? new Target(metric, comparison, limit) : null;
        }

        return null;
    }

    /// <summary>Whether a measured value keeps the promise; a value that could not be measured does not.</summary>
    public bool IsMetBy(double? measured) => Comparison switch
    {
        Comparison.AtLeast => measured >= Limit,
        Comparison.AtMost => measured <= Limit,
        Comparison.Above => measured > Limit,
        _ => measured < Limit,
    };
}
