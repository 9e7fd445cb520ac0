using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>BERT and RoBERTa in folders as Hugging Face lays them out.</summary>
public static class EncoderFolder
{
    /// <summary>Whether a folder's config.json is that of an encoder.</summary>
    public static bool Knows(ModelFolder folder) => folder.Config.TryGetProperty("model_type", out System.Text.Json.JsonElement type) && type.ValueKind == System.Text.Json.JsonValueKind.String && EncoderJson.Knows(type.GetString());

    /// <summary>Reads a model with the head that it was saved with, or with another one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="task">What the head is to answer; null for what the folder says. A head that the folder lacks begins with new weights.</param>
    /// <param name="labels">The names of the classes; null for the folder's.</param>
    /// <param name="trainable">Whether the weights can be changed.</param>
    /// <param name="generator">Draws the weights of a new head.</param>
    /// <exception cref="FileNotFoundException">config.json or the weights are missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged or hostile, or a shard is missing.</exception>
    /// <exception cref="UserErrorException">The configuration makes no sense, is of another architecture, or disagrees with the weights; nothing was allocated.</exception>
    public static EncoderModel Read(string path, EncoderTask? task = null, IReadOnlyList<string>? labels = null, bool trainable = false, Generator? generator = null) =>
        Read(ModelFolder.Open(path), task, labels, trainable, generator);

    /// <inheritdoc cref="Read(string, EncoderTask?, IReadOnlyList{string}?, bool, Generator?)"/>
    public static EncoderModel Read(ModelFolder folder, EncoderTask? task = null, IReadOnlyList<string>? labels = null, bool trainable = false, Generator? generator = null)
    {
        EncoderConfig saved = EncoderJson.Read(new ConfigReader(folder.Config, Path.Combine(folder.Path, ModelFolder.ConfigName)));
        EncoderConfig config = saved with { Task = task ?? saved.Task, Labels = labels ?? saved.Labels };
        config.Check();
        EncoderModel model;
        using (Initialize.Deferred()) model = new EncoderModel(config);
        string root = folder.Contains("embeddings.word_embeddings.weight") ? "" : config.Architecture == EncoderArchitecture.Bert ? "bert." : "roberta.";

        // With another head than the folder's everything outside of the encoder may be new; a model that was saved without its pooling layer gets a new one.
        bool otherHead = config.Task != saved.Task || !config.Labels.SequenceEqual(saved.Labels, StringComparer.Ordinal);
        WeightLoading.Fill(
            model, WeightSource.Of(folder), name => EncoderNames.Of(config, root, name), name => Ignored(name, root, otherHead), trainable,
            name => name.StartsWith("pooler.", StringComparison.Ordinal) || (otherHead && !name.StartsWith("encoder.", StringComparison.Ordinal)), generator);
        return model;
    }

    /// <summary>Writes a model with float32 weights.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(EncoderModel model, string path)
    {
        using var scope = new TensorScope();
        string root = model.Config.Task == EncoderTask.Features ? "" : model.Config.Architecture == EncoderArchitecture.Bert ? "bert." : "roberta.";
        ModelFolder.Write(path, EncoderJson.Write(model.Config), WeightLoading.Published(model, name => EncoderNames.Of(model.Config, root, name)));
    }

    private static bool Ignored(string name, string root, bool otherHead) =>
        name.EndsWith("embeddings.position_ids", StringComparison.Ordinal) || name.StartsWith("cls.seq_relationship.", StringComparison.Ordinal)
        || name is "cls.predictions.decoder.weight" or "cls.predictions.decoder.bias" or "lm_head.decoder.weight" or "lm_head.decoder.bias"
        || name.StartsWith(root + "pooler.", StringComparison.Ordinal) || (otherHead && (root.Length == 0 || !name.StartsWith(root, StringComparison.Ordinal)));
}
