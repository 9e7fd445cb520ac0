using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>T5, BART and Whisper in folders as Hugging Face lays them out.</summary>
public static class EncoderDecoderFolder
{
    /// <summary>Whether a folder's config.json is that of an encoder-decoder.</summary>
    public static bool Knows(ModelFolder folder) => folder.Config.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String && EncoderDecoderJson.Knows(type.GetString());

    /// <summary>Reads a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="trainable">Whether the weights can be changed; otherwise they look into the files, and take no memory of their own.</param>
    /// <exception cref="FileNotFoundException">config.json or the weights are missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged or hostile, or a shard is missing.</exception>
    /// <exception cref="UserErrorException">The configuration makes no sense, is of another architecture, or disagrees with the weights; nothing was allocated.</exception>
    public static EncoderDecoder Read(string path, bool trainable = false) => Read(ModelFolder.Open(path), trainable);

    /// <inheritdoc cref="Read(string, bool)"/>
    public static EncoderDecoder Read(ModelFolder folder, bool trainable = false)
    {
        EncoderDecoderConfig config = EncoderDecoderJson.Read(new ConfigReader(folder.Config, Path.Combine(folder.Path, ModelFolder.ConfigName)));
        EncoderDecoder model;
        using (Initialize.Deferred()) model = new EncoderDecoder(config);
        WeightLoading.Fill(model, WeightSource.Of(folder, matrices: true), name => EncoderDecoderNames.Of(config, name), name => Ignored(config, name), trainable);
        return model;
    }

    /// <summary>Writes a model with float32 weights.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(EncoderDecoder model, string path)
    {
        using var scope = new TensorScope();
        ModelFolder.Write(path, EncoderDecoderJson.Write(model.Config), WeightLoading.Published(model, name => EncoderDecoderNames.Of(model.Config, name)));
    }

    /// <summary>Other names of the shared table, and a tied head.</summary>
    private static bool Ignored(EncoderDecoderConfig config, string name) =>
        name is "encoder.embed_tokens.weight" or "decoder.embed_tokens.weight" or "model.encoder.embed_tokens.weight" or "model.decoder.embed_tokens.weight"
        || (config.TiedHead && name is "lm_head.weight" or "proj_out.weight");
}
