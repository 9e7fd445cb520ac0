using System.Text.Json;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Store;
using Anneal.Workflow.Targets;

namespace Anneal.Cli.Json;

/// <summary>Earlier runs for programs.</summary>
internal static class RunsJson
{
    public static string List(IReadOnlyList<StoredRun> runs, ILookup<string, StoredMetric> test) => JsonText.Object(writer =>
    {
        writer.WriteStartArray("runs");
        foreach (StoredRun run in runs)
        {
            writer.WriteStartObject();
            Facts(writer, run);
            Metrics(writer, "metrics", test[run.Id]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static string Show(RunDetails details) => JsonText.Object(writer =>
    {
        Details(writer, details);
        writer.WriteStartArray("epochs");
        foreach (StoredEpoch epoch in details.Epochs)
        {
            writer.WriteStartObject();
            writer.WriteString("learner", epoch.Learner);
            writer.WriteNumber("epoch", epoch.Epoch);
            writer.WriteString("at", epoch.At.UtcDateTime);
            Number(writer, "train_loss", epoch.TrainLoss);
            Number(writer, "valid_loss", epoch.ValidLoss);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("recipe", details.Run.Recipe);
    });

    public static string Compare(IReadOnlyList<RunDetails> runs, IReadOnlyList<RecipeDifference> differences) => JsonText.Object(writer =>
    {
        writer.WriteStartArray("runs");
        foreach (RunDetails details in runs)
        {
            writer.WriteStartObject();
            Details(writer, details);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("differences");
        foreach (RecipeDifference difference in differences)
        {
            writer.WriteStartArray(difference.Key);
            foreach (string? value in difference.Values) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    public static string Deleted(IReadOnlyList<(StoredRun Run, bool BundleDeleted)> deleted) => JsonText.Object(writer =>
    {
        writer.WriteStartArray("deleted");
        foreach ((StoredRun run, bool bundleDeleted) in deleted)
        {
            writer.WriteStartObject();
            writer.WriteString("id", run.Id);
            writer.WriteString("bundle", run.Bundle?.Path);
            writer.WriteBoolean("bundle_deleted", bundleDeleted);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Details(Utf8JsonWriter writer, RunDetails details)
    {
        Facts(writer, details.Run);
        Metrics(writer, "metrics", details.Metrics.Where(m => m.Split == "test"));
        Metrics(writer, "validation", details.Metrics.Where(m => m.Split == "valid"));
        writer.WriteStartArray("targets");
        foreach (TargetResult target in details.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", target.Metric);
            writer.WriteString("target", target.Target);
            Number(writer, "measured", target.Measured);
            writer.WriteBoolean("met", target.Met);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Facts(Utf8JsonWriter writer, StoredRun run)
    {
        writer.WriteString("id", run.Id);
        writer.WriteString("name", run.Name);
        writer.WriteString("task", run.Task);
        writer.WriteString("state", run.State.ToString().ToLowerInvariant());
        writer.WriteString("started", run.Started.UtcDateTime);
        if (run.Ended is { } ended) writer.WriteString("ended", ended.UtcDateTime);
        else writer.WriteNull("ended");
        Number(writer, "seconds", run.Duration?.TotalSeconds);
        writer.WriteString("reason", run.Reason?.English);
        writer.WriteString("bundle", run.Bundle?.Path);
        writer.WriteString("model", run.Bundle?.Model);
        Number(writer, "bytes", run.Bundle?.Bytes);
        Number(writer, "targets_met", run.Bundle?.TargetsMet);
        Number(writer, "targets_set", run.Bundle?.Targets);
    }

    private static void Metrics(Utf8JsonWriter writer, string name, IEnumerable<StoredMetric> metrics)
    {
        writer.WriteStartObject(name);
        foreach (StoredMetric metric in metrics) Number(writer, metric.Name.Replace('-', '_'), metric.Value);
        writer.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number) writer.WriteNumber(name, Math.Round(number, 6));
        else writer.WriteNull(name);
    }
}
