using System.Text.Json;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Json;

/// <summary>The result of a run about a task over texts, for programs.</summary>
internal static class TextTaskRunJson
{
    public static string Write(TextTaskResult result) => JsonText.Object(writer =>
    {
        writer.WriteString("bundle", result.Bundle);
        writer.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
        writer.WriteNumber("examples_per_second", Math.Round(result.Metrics.ExamplesPerSecond, 1));
        Scores(writer, "metrics", result.Metrics.Test.All);
        if (result.Metrics.Test.ByGroup.Count > 0)
        {
            writer.WriteStartObject("groups");
            foreach ((string group, IReadOnlyDictionary<string, double> scores) in result.Metrics.Test.ByGroup) Scores(writer, group, scores);
            writer.WriteEndObject();
        }

        Scores(writer, "validation", result.Metrics.Valid.All);
        writer.WriteStartObject("baselines");
        foreach (TextTaskBaseline baseline in result.Metrics.Baselines) Scores(writer, baseline.Name, baseline.Scores.All);
        writer.WriteEndObject();
        TargetsJson.Write(writer, result.Metrics.Targets);
    });

    private static void Scores(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, double> scores)
    {
        writer.WriteStartObject(name);
        foreach ((string metric, double value) in scores) writer.WriteNumber(metric.Replace('-', '_'), Math.Round(value, 6));
        writer.WriteEndObject();
    }
}
