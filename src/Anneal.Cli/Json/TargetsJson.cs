using System.Text.Json;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Json;

/// <summary>What became of a recipe's targets, for programs.</summary>
internal static class TargetsJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<TargetResult> targets)
    {
        writer.WriteStartArray("targets");
        foreach (TargetResult target in targets)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", target.Metric);
            writer.WriteString("target", target.Target);
            if (target.Measured is { } measured) writer.WriteNumber("measured", Math.Round(measured, 6));
            else writer.WriteNull("measured");
            writer.WriteBoolean("met", target.Met);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
