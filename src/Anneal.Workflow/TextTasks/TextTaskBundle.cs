using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.TextTasks;

/// <summary>The folder that a run about a task over texts leaves: the model as Hugging Face lays it out where it knows the kind, and beside it how it came about.</summary>
public static class TextTaskBundle
{
    /// <summary>Opens a bundle if it is one of a task over texts.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>What can be asked; null for another kind of bundle, or none.</returns>
    /// <exception cref="UserErrorException">The bundle is damaged, or was written by a later version.</exception>
    public static TextPredictor? TryOpen(string path) => TaskOf(path) is { } task ? task.Open(path) : null;

    /// <summary>The task of a bundle; null where it is none of these.</summary>
    /// <exception cref="UserErrorException">The bundle is damaged, or was written by a later version.</exception>
    internal static TextTask? TaskOf(string path) => TextTaskList.Find(ConfigOf(path)?.Task);

    /// <summary>What a bundle of texts or of language says it is; null where it is none of these.</summary>
    /// <exception cref="UserErrorException">The bundle is damaged, or was written by a later version.</exception>
    public static BundleConfig? ConfigOf(string path)
    {
        string file = Path.Combine(path, BundleFiles.LanguageConfig);
        if (!File.Exists(file)) return null;
        try
        {
            BundleConfig config = JsonSerializer.Deserialize(File.ReadAllBytes(file), BundleJson.Readable.BundleConfig) ?? throw new JsonException();
            if (config.FormatVersion > BundleConfig.CurrentVersion) throw new UserErrorException(PredictMessages.BundleTooNew(config.FormatVersion), PredictMessages.BundleTooNewWayOut, new Place(file));
            return config;
        }
        catch (Exception e) when (e is JsonException or IOException or NotSupportedException or ArgumentException)
        {
            throw new UserErrorException(PredictMessages.BundleBroken(BundleFiles.LanguageConfig), PredictMessages.BundleBrokenWayOut, new Place(file), e);
        }
    }

    /// <summary>Writes a bundle beside its final place and renames it when it is whole.</summary>
    /// <returns>Its path, and the metrics with the size of the model's files and what became of the targets.</returns>
    internal static (string Path, TextTaskMetrics Metrics) Write(string parent, DateTimeOffset now, TextTaskRecipe recipe, TextTaskWork work, TextTaskBundleContent content)
    {
        using BundleFolder folder = BundleFolder.Create(parent, recipe.Name, now);
        work.Write(folder.Path);
        TextTaskMetrics metrics = content.Metrics with { Size = new DirectoryInfo(folder.Path).EnumerateFiles().Sum(file => file.Length) };
        metrics = metrics with { Targets = [.. recipe.Targets.Select(target => Judge(target, metrics))] };

        BundleConfig config = new(BundleConfig.CurrentVersion, recipe.Name, recipe.Task.Name, work.Architecture, now);
        folder.WriteText(BundleFiles.LanguageConfig, JsonSerializer.Serialize(config, BundleJson.Readable.BundleConfig) + "\n");
        folder.WriteText(BundleFiles.Recipe, TextTaskRecipeWriter.Write(recipe, folder.Path));
        folder.WriteText(BundleFiles.Metrics, JsonSerializer.Serialize(metrics, BundleJson.Readable.TextTaskMetrics) + "\n");
        if (content.EpochLog is { } log) File.Copy(log, Path.Combine(folder.Path, Path.GetFileName(log)));
        TextTaskReport.Write(folder, recipe, work.Architecture, content with { Metrics = metrics }, now);
        return (folder.Publish(), metrics);
    }

    private static TargetResult Judge(Target target, TextTaskMetrics metrics)
    {
        double? measured = target.Metric == "size" ? metrics.Size : metrics.Test.All.TryGetValue(target.Metric, out double value) ? value : null;
        return new TargetResult(target.Metric, target.Condition, measured, target.IsMetBy(measured));
    }
}

/// <summary>What a run hands over to be kept beside its model.</summary>
/// <param name="Metrics">What was measured, the size and the targets apart.</param>
/// <param name="EpochLog">A file of the losses, or null.</param>
/// <param name="Examples">Examples with what the model says of them.</param>
/// <param name="Language">The language of the report.</param>
/// <param name="Duration">How long the run took so far.</param>
internal sealed record TextTaskBundleContent(TextTaskMetrics Metrics, string? EpochLog, IReadOnlyList<TaskExample> Examples, Language Language, TimeSpan Duration);
