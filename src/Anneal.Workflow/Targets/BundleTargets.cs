using System.Text.Json;
using Anneal.Workflow.Bundles;

namespace Anneal.Workflow.Targets;

/// <summary>What became of the targets of a bundle, of whatever kind it is.</summary>
public static class BundleTargets
{
    /// <summary>The targets that a bundle missed when it was made.</summary>
    /// <param name="bundle">The bundle's folder; a folder that no run left has no targets.</param>
    public static IReadOnlyList<TargetResult> Missed(string bundle)
    {
        string file = Path.Combine(bundle, BundleFiles.Metrics);
        if (!File.Exists(file)) return [];
        try
        {
            using JsonDocument metrics = JsonDocument.Parse(File.ReadAllBytes(file));
            if (metrics.RootElement.ValueKind != JsonValueKind.Object || !metrics.RootElement.TryGetProperty("targets", out JsonElement targets)) return [];
            return [.. (targets.Deserialize(BundleJson.Readable.IReadOnlyListTargetResult) ?? []).Where(target => !target.Met)];
        }
        catch (Exception e) when (e is JsonException or IOException or NotSupportedException or ArgumentException)
        {
            return []; // who opens the bundle says that it is damaged
        }
    }
}
