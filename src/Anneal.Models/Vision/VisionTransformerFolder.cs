using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>Vision transformers in folders as Hugging Face lays them out.</summary>
public static class VisionTransformerFolder
{
    private static readonly (string Here, string There)[] InLayer =
    [
        ("self_attn.out_proj.", "attention.output.dense."), ("linear1.", "intermediate.dense."), ("linear2.", "output.dense."), ("norm1.", "layernorm_before."), ("norm2.", "layernorm_after."),
    ];

    /// <summary>Whether a folder's config.json is that of a vision transformer.</summary>
    public static bool Knows(ModelFolder folder) => folder.Config.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == "vit";

    /// <summary>Reads a model.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="trainable">Whether the weights can be changed.</param>
    /// <exception cref="FileNotFoundException">config.json or the weights are missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged or hostile, or a shard is missing.</exception>
    /// <exception cref="UserErrorException">The configuration makes no sense, is of another architecture, or disagrees with the weights; nothing was allocated.</exception>
    public static VisionTransformer Read(string path, bool trainable = false)
    {
        ModelFolder folder = ModelFolder.Open(path);
        var json = new ConfigReader(folder.Config, Path.Combine(path, ModelFolder.ConfigName));
        string type = json.FindText("model_type") ?? "";
        if (type != "vit") throw json.Error(LanguageMessages.UnknownArchitecture(type), LanguageMessages.KnownArchitectures);
        json.Only("qkv_bias", "true");
        json.Only("hidden_act", "gelu");
        var labels = new List<string>();
        if (json.FindObject("id2label") is { } names)
            while (names.FindText(labels.Count.ToString(CultureInfo.InvariantCulture)) is { } label) labels.Add(label);
        var options = new VisionTransformerOptions(
            json.FindInt("image_size") ?? 224, json.FindInt("patch_size") ?? 16, json.FindInt("num_channels") ?? 3, json.Int("num_hidden_layers"), Math.Max(1, json.Int("num_attention_heads")), json.Int("hidden_size"), json.Int("intermediate_size"))
        {
            Labels = labels, Epsilon = json.FindDouble("layer_norm_eps") ?? 1e-12, Dropout = json.FindDouble("hidden_dropout_prob") ?? 0,
        };
        json.Checked(options.Check);
        VisionTransformer model;
        using (Initialize.Deferred()) model = new VisionTransformer(options);
        WeightLoading.Fill(model, WeightSource.Of(folder), Place, name => name.StartsWith("vit.pooler.", StringComparison.Ordinal), trainable);
        return model;
    }

    /// <summary>Writes a model with float32 weights.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(VisionTransformer model, string path)
    {
        using var scope = new TensorScope();
        VisionTransformerOptions o = model.Options;
        var names = new JsonObject();
        for (int i = 0; i < o.Labels.Count; i++) names[i.ToString(CultureInfo.InvariantCulture)] = o.Labels[i];
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray("ViTForImageClassification"), ["model_type"] = "vit", ["torch_dtype"] = "float32", ["image_size"] = o.ImageSize, ["patch_size"] = o.PatchSize, ["num_channels"] = o.Channels,
            ["hidden_size"] = o.Size, ["num_hidden_layers"] = o.Layers, ["num_attention_heads"] = o.Heads, ["intermediate_size"] = o.FeedForward, ["hidden_act"] = "gelu", ["layer_norm_eps"] = o.Epsilon,
            ["hidden_dropout_prob"] = o.Dropout, ["attention_probs_dropout_prob"] = o.Dropout, ["qkv_bias"] = true, ["id2label"] = names,
        };
        ModelFolder.Write(path, json, WeightLoading.Published(model, Place));
    }

    /// <summary>Where a parameter's numbers stand.</summary>
    internal static WeightPlace Place(string name)
    {
        const string Layers = "encoder.layers.";
        if (name.StartsWith(Layers, StringComparison.Ordinal))
        {
            int end = name.IndexOf('.', Layers.Length);
            string layer = $"vit.encoder.layer.{name[Layers.Length..end]}.", part = name[(end + 1)..];
            if (part.StartsWith("self_attn.in_proj_", StringComparison.Ordinal))
            {
                string kind = part["self_attn.in_proj_".Length..], attention = layer + "attention.attention.";
                return new WeightPlace(WeightForm.Same, attention + "query." + kind, attention + "key." + kind, attention + "value." + kind);
            }
            foreach ((string here, string there) in InLayer)
                if (part.StartsWith(here, StringComparison.Ordinal)) return new WeightPlace(WeightForm.Same, layer + there + part[here.Length..]);
        }
        return new WeightPlace(WeightForm.Same, name switch
        {
            "first" => "vit.embeddings.cls_token",
            "positions" => "vit.embeddings.position_embeddings",
            "patches.weight" or "patches.bias" => "vit.embeddings.patch_embeddings.projection." + name[8..],
            "encoder.norm.weight" or "encoder.norm.bias" => "vit.layernorm." + name[13..],
            _ => "classifier." + name[5..],
        });
    }
}
