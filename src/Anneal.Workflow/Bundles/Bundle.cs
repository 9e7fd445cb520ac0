using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Formats;
using Anneal.Models.Tabular;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Bundles;

/// <summary>The folder that a run leaves: all that a prediction needs, and how it came about.</summary>
public sealed class Bundle
{
    private Bundle(string path, BundleConfig config, TableSchema schema, TabularPreprocessing preprocessing, Mlp model)
    {
        Path = path;
        Config = config;
        Schema = schema;
        Preprocessing = preprocessing;
        Model = model;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the model is.</summary>
    public BundleConfig Config { get; }

    /// <summary>The columns that it learnt from.</summary>
    public TableSchema Schema { get; }

    /// <summary>The way from cells to features.</summary>
    internal TabularPreprocessing Preprocessing { get; }

    /// <summary>The trained model.</summary>
    internal Mlp Model { get; }

    /// <summary>Opens a bundle.</summary>
    /// <exception cref="UserErrorException">The folder is no bundle, is damaged, or was written by a later version.</exception>
    public static Bundle Open(string path)
    {
        string configFile = System.IO.Path.Combine(path, BundleFiles.Config);
        if (!File.Exists(configFile)) throw new UserErrorException(PredictMessages.NoBundle(path), PredictMessages.BundleWayOut);

        BundleConfig config = Read(path, BundleFiles.Config, BundleJson.Readable.BundleConfig);
        if (config.FormatVersion > BundleConfig.CurrentVersion)
            throw new UserErrorException(PredictMessages.BundleTooNew(config.FormatVersion), PredictMessages.BundleTooNewWayOut, new Place(configFile));
        TableSchema schema = Read(path, BundleFiles.Schema, BundleJson.Readable.TableSchema);
        TabularPreprocessing preprocessing = Read(path, BundleFiles.Preprocessing, BundleJson.Readable.TabularPreprocessing);
        if (preprocessing.FeatureNames.Count != config.Inputs || schema.Classes.Count != config.Outputs) throw Broken(path, BundleFiles.Config, inner: null);
        return new Bundle(path, config, schema, preprocessing, ReadModel(path, config));
    }

    /// <summary>Writes a bundle beside its final place, renames it when it is whole, and returns its path.</summary>
    internal static string Write(string parent, DateTimeOffset now, Recipe recipe, BundleContent content)
    {
        using BundleFolder folder = BundleFolder.Create(parent, recipe.Name, now);
        MlpConfig sizes = content.Config;
        BundleConfig config = new(BundleConfig.CurrentVersion, recipe.Task, recipe.Model.Architecture, sizes.Inputs, sizes.Hidden, sizes.Outputs, sizes.Dropout);
        folder.WriteText(BundleFiles.Config, Json(config, BundleJson.Readable.BundleConfig));
        folder.WriteText(BundleFiles.Recipe, RecipeWriter.Write(recipe, content.Schema.Label.Name, folder.Path));
        folder.WriteText(BundleFiles.Schema, Json(content.Schema, BundleJson.Readable.TableSchema));
        folder.WriteText(BundleFiles.Preprocessing, Json(content.Preprocessing, BundleJson.Readable.TabularPreprocessing));
        folder.WriteText(BundleFiles.Metrics, Json(content.Metrics, BundleJson.Readable.RunMetrics));
        SafeTensors.Write(System.IO.Path.Combine(folder.Path, BundleFiles.Weights), content.Model.StateDict());
        return folder.Publish();
    }

    private static Mlp ReadModel(string path, BundleConfig config)
    {
        try
        {
            Mlp model = new(new MlpConfig(config.Inputs, config.Hidden, config.Outputs, config.Dropout), seed: 0);
            model.LoadStateDict(SafeTensors.Open(System.IO.Path.Combine(path, BundleFiles.Weights)).ReadAll());
            model.Eval();
            return model;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw Broken(path, BundleFiles.Weights, e);
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
