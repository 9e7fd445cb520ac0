using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Vision.Png;
using Anneal.Models;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Bundles;

/// <summary>The folder that a run leaves: all that a prediction needs, and how it came about.</summary>
public sealed class Bundle
{
    private Bundle(string path, BundleConfig config, TableSchema schema, RunMetrics metrics, FittedModel model)
    {
        Path = path;
        Config = config;
        Schema = schema;
        Metrics = metrics;
        Model = model;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the model is.</summary>
    public BundleConfig Config { get; }

    /// <summary>The columns that it learnt from.</summary>
    public TableSchema Schema { get; }

    /// <summary>What was measured when it was made.</summary>
    public RunMetrics Metrics { get; }

    /// <summary>The fitted model.</summary>
    public FittedModel Model { get; }

    /// <summary>Opens a bundle.</summary>
    /// <exception cref="UserErrorException">The folder is no bundle, is damaged, or was written by a later version.</exception>
    public static Bundle Open(string path)
    {
        string configFile = System.IO.Path.Combine(path, BundleFiles.Config);
        if (TextTaskBundle.TaskOf(path) is { } task) throw new UserErrorException(PredictMessages.TextBundle(path, task.Name), PredictMessages.TextBundleWayOut);
        if (File.Exists(System.IO.Path.Combine(path, BundleFiles.LanguageConfig))) throw new UserErrorException(PredictMessages.LanguageBundle(path), PredictMessages.LanguageBundleWayOut);
        if (!File.Exists(configFile)) throw new UserErrorException(PredictMessages.NoBundle(path), PredictMessages.BundleWayOut);

        BundleConfig config = Read(path, BundleFiles.Config, BundleJson.Readable.BundleConfig);
        if (config.FormatVersion > BundleConfig.CurrentVersion)
            throw new UserErrorException(PredictMessages.BundleTooNew(config.FormatVersion), PredictMessages.BundleTooNewWayOut, new Place(configFile));
        TableSchema schema = Read(path, BundleFiles.Schema, BundleJson.Readable.TableSchema);
        return new Bundle(path, config, schema, Read(path, BundleFiles.Metrics, BundleJson.Readable.RunMetrics), ReadModel(path));
    }

    /// <summary>Writes a bundle beside its final place, renames it when it is whole, and returns its path.</summary>
    internal static string Write(string parent, DateTimeOffset now, Recipe recipe, BundleContent content)
    {
        using BundleFolder folder = BundleFolder.Create(parent, recipe.Name, now);
        BundleConfig config = new(BundleConfig.CurrentVersion, recipe.Name, TaskNames.Of(recipe.Task), recipe.Model.Learner.Name, now);
        folder.WriteText(BundleFiles.Config, Json(config, BundleJson.Readable.BundleConfig));
        folder.WriteText(BundleFiles.Recipe, RecipeWriter.Write(recipe, content.Schema, folder.Path));
        folder.WriteText(BundleFiles.Schema, Json(content.Schema, BundleJson.Readable.TableSchema));
        folder.WriteText(BundleFiles.Metrics, Json(content.Metrics, BundleJson.Readable.RunMetrics));
        ModelFiles.Write(folder.Path, content.Model);
        if (content.EpochLog is { } log) File.Copy(log, System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(log)));
        if (content.Example.Picture is { } picture) File.WriteAllBytes(System.IO.Path.Combine(folder.Path, ExampleRow.PictureFile), PngEncoder.Encode(picture));
        ReportFiles.Write(folder, content.Report with { Commands = NextCommands.For(folder.FinalPath, content.Example.Json(folder.FinalPath)) }, content.Language);
        return folder.Publish();
    }

    private static FittedModel ReadModel(string path)
    {
        try
        {
            return ModelFiles.Read(path);
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException)
        {
            throw Broken(path, e is JsonException ? ModelFiles.Config : ModelFiles.Weights, e);
        }
    }

    private static string Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type) + "\n";

    private static T Read<T>(string path, string file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(System.IO.Path.Combine(path, file)), type) ?? throw Broken(path, file, inner: null);
        }
        catch (Exception e) when (e is JsonException or IOException or NotSupportedException or ArgumentException)
        {
            throw Broken(path, file, e);
        }
    }

    private static UserErrorException Broken(string path, string file, Exception? inner) =>
        new(PredictMessages.BundleBroken(file), PredictMessages.BundleBrokenWayOut, new Place(System.IO.Path.Combine(path, file)), inner);
}
