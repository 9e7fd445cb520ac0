using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Training.Language;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.LanguageModels;

/// <summary>The folder that a language model's run leaves: the model as a Hugging Face folder holds it, and beside it how it came about.</summary>
internal static class LanguageBundle
{
    /// <summary>The folder of what low-rank adapters learnt, which the model's weights hold too.</summary>
    private const string Adapters = "adapter";

    /// <summary>Writes a bundle beside its final place and renames it when it is whole.</summary>
    /// <returns>Its path, and the metrics with the size of the model's files and what became of the targets.</returns>
    public static (string Path, LanguageMetrics Metrics) Write(string parent, DateTimeOffset now, LanguageRecipe recipe, LanguageBundleContent content)
    {
        using BundleFolder folder = BundleFolder.Create(parent, recipe.Name, now);
        Decoder network = content.Network;
        if (content.Tuned is { Adapters: not null })
        {
            string adapters = Path.Combine(folder.Path, Adapters);
            Directory.CreateDirectory(adapters);
            network = content.Tuned.Finish(adapters);
        }

        LanguageNetworks.Write(network, content.Tokenizer, content.Tuned?.Template ?? content.Template, folder.Path, content.Ends, recipe.Task == LanguageTask.Chat ? recipe.Sample.Temperature : null);
        LanguageMetrics metrics = content.Metrics with { Size = new DirectoryInfo(folder.Path).EnumerateFiles().Sum(file => file.Length) };
        metrics = metrics with { Targets = [.. recipe.Targets.Select(target => Judge(target, metrics))] };

        BundleConfig config = new(BundleConfig.CurrentVersion, recipe.Name, LanguageTaskNames.Of(recipe.Task), content.Architecture, now);
        folder.WriteText(BundleFiles.LanguageConfig, JsonSerializer.Serialize(config, BundleJson.Readable.BundleConfig) + "\n");
        folder.WriteText(BundleFiles.Recipe, LanguageRecipeWriter.Write(recipe, folder.Path));
        folder.WriteText(BundleFiles.Metrics, JsonSerializer.Serialize(metrics, BundleJson.Readable.LanguageMetrics) + "\n");
        if (content.EpochLog is { } log) File.Copy(log, System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(log)));
        LanguageReport.Write(folder, recipe, content with { Metrics = metrics }, now);
        return (folder.Publish(), metrics);
    }

    private static TargetResult Judge(Target target, LanguageMetrics metrics)
    {
        double? measured = target.Metric switch
        {
            "size" => metrics.Size,
            LanguageRecipeReader.PreferenceName => metrics.FinalPreference?.Accuracy,
            _ => metrics.Final[target.Metric],
        };
        return new TargetResult(target.Metric, target.Condition, measured, target.IsMetBy(measured));
    }
}
