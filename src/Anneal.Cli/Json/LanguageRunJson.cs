using System.Text.Json;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Json;

/// <summary>The result of a language model's run for programs.</summary>
internal static class LanguageRunJson
{
    public static string Write(LanguageRunResult result) => JsonText.Object(writer =>
    {
        writer.WriteString("bundle", result.Bundle);
        writer.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
        writer.WriteNumber("tokens_per_second", Math.Round(result.Metrics.TokensPerSecond));
        if (result.Metrics.Test is { } test) Scores(writer, "metrics", test);
        Scores(writer, "validation", result.Metrics.Valid);
        if (result.Metrics.TestPreference is { } held) Preference(writer, "preference", held);
        if (result.Metrics.ValidPreference is { } chosen) Preference(writer, "validation_preference", chosen);
        writer.WriteStartObject("baselines");
        foreach (LanguageBaseline baseline in result.Metrics.Baselines) Scores(writer, baseline.Name, baseline.Scores);
        writer.WriteEndObject();
        writer.WriteStartArray("targets");
        foreach (TargetResult target in result.Metrics.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", target.Metric);
            writer.WriteString("target", target.Target);
            if (target.Measured is { } measured) writer.WriteNumber("measured", Math.Round(measured, 6));
            writer.WriteBoolean("met", target.Met);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("samples");
        foreach (WrittenSample sample in result.Samples)
        {
            writer.WriteStartObject();
            writer.WriteString("prompt", sample.Prompt);
            writer.WriteString("text", sample.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Preference(Utf8JsonWriter writer, string name, PreferenceScores preference)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("answers", preference.Answers);
        writer.WriteNumber("loss", Math.Round(preference.Loss, 6));
        writer.WriteNumber("reward_accuracy", Math.Round(preference.Accuracy, 6));
        writer.WriteNumber("margin", Math.Round(preference.Margin, 6));
        writer.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter writer, string name, LanguageScores scores)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("tokens", scores.Tokens);
        foreach (string metric in LanguageScores.Names) writer.WriteNumber(metric.Replace('-', '_'), Math.Round(scores[metric]!.Value, 6));
        writer.WriteEndObject();
    }
}
