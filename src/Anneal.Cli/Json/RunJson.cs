using System.Text.Json;
using Anneal.Insight.Metrics;
using Anneal.Insight.Validation;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Json;

/// <summary>A run's result for programs: bundle, metrics on the test rows, baselines, targets.</summary>
internal static class RunJson
{
    public static string Write(RunResult result) => JsonText.Object(writer =>
    {
        writer.WriteString("bundle", result.Bundle);
        writer.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
        Metrics(writer, "metrics", result.Metrics.Test);
        writer.WriteStartObject("baselines");
        foreach (ModelScores baseline in result.Metrics.Baselines) Metrics(writer, baseline.Model, baseline.Scores);
        writer.WriteEndObject();
        if (result.Metrics.Folds.Count > 0) Folds(writer, result.Metrics.Folds);
        if (result.Metrics.LearningCurve.Count > 0) Curve(writer, result.Metrics.LearningCurve);
        if (result.Metrics.Decision.Temperature != 1) Number(writer, "temperature", result.Metrics.Decision.Temperature);
        if (result.Metrics.Decision.Threshold is { } threshold) Number(writer, "threshold", threshold);
        writer.WriteStartArray("targets");
        foreach (TargetResult target in result.Metrics.Targets) Target(writer, target);
        writer.WriteEndArray();
    });

    private static void Metrics(Utf8JsonWriter writer, string name, Scores scores)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("rows", scores.Rows);
        foreach ((string metric, double? value) in scores.Values) Number(writer, metric.Replace('-', '_'), value);
        writer.WriteEndObject();
    }

    private static void Folds(Utf8JsonWriter writer, IReadOnlyDictionary<string, FoldSummary> folds)
    {
        writer.WriteStartObject("folds");
        foreach ((string metric, FoldSummary fold) in folds)
        {
            writer.WriteStartObject(metric.Replace('-', '_'));
            Number(writer, "mean", fold.Mean);
            Number(writer, "spread", fold.Spread);
            writer.WriteStartArray("values");
            foreach (double value in fold.Values) writer.WriteNumberValue(Math.Round(value, 6));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Curve(Utf8JsonWriter writer, IReadOnlyList<LearningCurvePoint> curve)
    {
        writer.WriteStartArray("learning_curve");
        foreach (LearningCurvePoint point in curve)
        {
            writer.WriteStartObject();
            writer.WriteNumber("rows", point.Rows);
            Number(writer, "score", point.Score);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Target(Utf8JsonWriter writer, TargetResult target)
    {
        writer.WriteStartObject();
        writer.WriteString("metric", target.Metric);
        writer.WriteString("target", target.Target);
        Number(writer, "measured", target.Measured);
        writer.WriteBoolean("met", target.Met);
        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteNumber(name, Math.Round(number, 6));
        else writer.WriteNull(name);
    }
}
