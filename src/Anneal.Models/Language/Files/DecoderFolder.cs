using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Decoders in folders as Hugging Face lays them out: config.json and model.safetensors, or shards.</summary>
/// <example>
/// <code>
/// Decoder model = DecoderFolder.Read("Qwen2.5-0.5B");
/// DecoderFolder.Write(model, "mine");
/// </code>
/// </example>
public static class DecoderFolder
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="trainable">Whether the weights can be changed; otherwise they look into the files, and take no memory of their own.</param>
    /// <exception cref="FileNotFoundException">config.json or the weights are missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged or hostile, or a shard is missing.</exception>
    /// <exception cref="UserErrorException">The configuration makes no sense, is of another architecture, or disagrees with the weights; nothing was allocated.</exception>
    public static Decoder Read(string path, bool trainable = false) => Read(ModelFolder.Open(path), trainable);

    /// <inheritdoc cref="Read(string, bool)"/>
    public static Decoder Read(ModelFolder folder, bool trainable = false)
    {
        DecoderConfig config = ReadConfig(folder);
        Decoder model;
        using (Nn.Initialize.Deferred()) model = new Decoder(config);
        Func<string, string> stored = Stored(config, folder);
        WeightLoading.Fill(model, WeightSource.Of(folder, matrices: true), name => new WeightPlace(Form(config, name), stored(name)), name => Ignored(config, name), trainable);
        return model;
    }

    /// <summary>The configuration alone.</summary>
    /// <exception cref="UserErrorException">It makes no sense, or is of another architecture.</exception>
    public static DecoderConfig ReadConfig(ModelFolder folder) => DecoderJson.Read(new ConfigReader(folder.Config, Path.Combine(folder.Path, ModelFolder.ConfigName)));

    /// <summary>Writes a model with float32 weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The folder; it is made where it isn't there.</param>
    /// <param name="shardBytes">The largest file of weights, unless a single tensor is larger.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(Decoder model, string path, long shardBytes = 5_000_000_000)
    {
        using var scope = new TensorScope();
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor parameter) in WeightLoading.All(model)) tensors.Add(name, WeightLoading.Published(Turned(model.Config, name, parameter), Form(model.Config, name)));
        ModelFolder.Write(path, DecoderJson.Write(model.Config), tensors, shardBytes);
    }

    /// <summary>Rows of queries and keys in the order of Hugging Face's files.</summary>
    private static Tensor Turned(DecoderConfig config, string name, Tensor parameter)
    {
        if (config.LearnedPositions || !config.Rotary.Interleaved) return parameter;
        using var noGradients = Gradients.NoGrad();
        return name.Contains(".q_proj.", StringComparison.Ordinal) ? RotaryRows.ToHalves(parameter, config.Heads)
            : name.Contains(".k_proj.", StringComparison.Ordinal) ? RotaryRows.ToHalves(parameter, config.KeyHeads) : parameter;
    }

    /// <summary>How a parameter of this name is published.</summary>
    internal static WeightForm Form(DecoderConfig config, string name)
    {
        if (config.Architecture == DecoderArchitecture.Gpt2 && name.StartsWith("h.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal) && !name.Contains(".ln_", StringComparison.Ordinal))
            return WeightForm.Transposed;
        return config.NormsAfterParts && name.EndsWith("norm.weight", StringComparison.Ordinal) ? WeightForm.LessOne : WeightForm.Same;
    }

    /// <summary>Files differ in what they put before all names, by the class that saved them.</summary>
    private static Func<string, string> Stored(DecoderConfig config, ModelFolder folder)
    {
        if (config.Architecture == DecoderArchitecture.Gpt2) return folder.Contains("transformer.wte.weight") ? name => name == "lm_head.weight" ? name : "transformer." + name : name => name;
        if (folder.Contains("language_model.model.embed_tokens.weight")) return name => "language_model." + name;
        if (folder.Contains("model.language_model.embed_tokens.weight")) return name => name.StartsWith("model.", StringComparison.Ordinal) ? "model.language_model" + name[5..] : name;
        return folder.Contains("embed_tokens.weight") ? name => name.StartsWith("model.", StringComparison.Ordinal) ? name[6..] : name : name => name;
    }

    private static bool Ignored(DecoderConfig config, string name) =>
        (config.TiedHead && name.EndsWith("lm_head.weight", StringComparison.Ordinal))
        || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal)
        || (config.Architecture == DecoderArchitecture.Gpt2 && name.EndsWith(".attn.bias", StringComparison.Ordinal))
        || name.Contains("vision_tower.", StringComparison.Ordinal) || name.Contains("multi_modal_projector.", StringComparison.Ordinal);
}
