using System.Text.Json.Nodes;
using Anneal.Nn;

namespace Anneal.Models.Language;

/// <summary>An encoder-decoder's configuration as config.json has it.</summary>
internal static class EncoderDecoderJson
{
    /// <summary>Whether a model_type is one of an encoder-decoder's.</summary>
    public static bool Knows(string? type) => type is "t5" or "mt5" or "bart" or "whisper";

    public static EncoderDecoderConfig Read(ConfigReader json)
    {
        string type = json.FindText("model_type") ?? throw json.Error(LanguageMessages.Missing("model_type"));
        EncoderDecoderConfig config = type switch
        {
            "t5" or "mt5" => T5(json),
            "bart" => BartOrWhisper(json, EncoderDecoderArchitecture.Bart),
            "whisper" => BartOrWhisper(json, EncoderDecoderArchitecture.Whisper),
            _ => throw json.Error(LanguageMessages.UnknownArchitecture(type), LanguageMessages.KnownArchitectures),
        };
        json.Checked(config.Check);
        return config;
    }

    public static JsonObject Write(EncoderDecoderConfig c)
    {
        (string type, string name) = c.Architecture switch
        {
            EncoderDecoderArchitecture.T5 => ("t5", "T5ForConditionalGeneration"),
            EncoderDecoderArchitecture.Bart => ("bart", "BartForConditionalGeneration"),
            _ => ("whisper", "WhisperForConditionalGeneration"),
        };
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(name), ["model_type"] = type, ["is_encoder_decoder"] = true, ["torch_dtype"] = "float32", ["vocab_size"] = c.Vocabulary, ["d_model"] = c.Size,
            ["pad_token_id"] = c.PadId, ["eos_token_id"] = c.EndId, ["decoder_start_token_id"] = c.StartId, ["tie_word_embeddings"] = c.TiedHead,
        };
        if (c.IsT5)
        {
            json["d_kv"] = c.HeadSizeOf(c.EncoderHeads);
            json["d_ff"] = c.EncoderFeedForward;
            json["num_layers"] = c.EncoderLayers;
            json["num_decoder_layers"] = c.DecoderLayers;
            json["num_heads"] = c.EncoderHeads;
            json["relative_attention_num_buckets"] = c.DistanceBuckets;
            json["relative_attention_max_distance"] = c.MostDistance;
            json["layer_norm_epsilon"] = c.Epsilon;
            json["dropout_rate"] = c.Dropout;
            json["feed_forward_proj"] = c.Gated ? "gated-gelu" : "relu";
            return json;
        }
        json["encoder_layers"] = c.EncoderLayers;
        json["decoder_layers"] = c.DecoderLayers;
        json["encoder_attention_heads"] = c.EncoderHeads;
        json["decoder_attention_heads"] = c.DecoderHeads;
        json["encoder_ffn_dim"] = c.EncoderFeedForward;
        json["decoder_ffn_dim"] = c.DecoderFeedForward;
        json["activation_function"] = PublishedActivation.Name(c.Activation, newName: true);
        json["dropout"] = c.Dropout;
        json["scale_embedding"] = c.ScaledEmbedding;
        if (c.Architecture == EncoderDecoderArchitecture.Bart) json["max_position_embeddings"] = c.DecoderPositions;
        else
        {
            json["num_mel_bins"] = c.MelBands;
            json["max_source_positions"] = c.EncoderPositions;
            json["max_target_positions"] = c.DecoderPositions;
        }
        return json;
    }

    private static EncoderDecoderConfig T5(ConfigReader json)
    {
        string form = json.FindText("feed_forward_proj") ?? "relu";
        int layers = json.Int("num_layers"), heads = Math.Max(1, json.Int("num_heads")), inner = json.Int("d_ff");
        return new EncoderDecoderConfig
        {
            Architecture = EncoderDecoderArchitecture.T5, Vocabulary = json.Int("vocab_size"), Size = json.Int("d_model"), EncoderLayers = layers, DecoderLayers = json.FindInt("num_decoder_layers") ?? layers,
            EncoderHeads = heads, DecoderHeads = heads, HeadSize = json.Int("d_kv"), EncoderFeedForward = inner, DecoderFeedForward = inner,
            DistanceBuckets = json.FindInt("relative_attention_num_buckets") ?? 32, MostDistance = json.FindInt("relative_attention_max_distance") ?? 128,
            Activation = form switch { "relu" => FeedForwardActivation.Relu, "gated-gelu" => FeedForwardActivation.GeluTanh, "gated-silu" => FeedForwardActivation.Silu, _ => throw json.Unsupported("feed_forward_proj", form) },
            Gated = form != "relu", Epsilon = json.FindDouble("layer_norm_epsilon") ?? 1e-6, TiedHead = json.FindFlag("tie_word_embeddings") ?? true, Dropout = json.FindDouble("dropout_rate") ?? 0.1,
            StartId = json.FindInt("decoder_start_token_id") ?? 0, EndId = json.FindInt("eos_token_id") ?? 1, PadId = json.FindInt("pad_token_id") ?? 0,
        };
    }

    private static EncoderDecoderConfig BartOrWhisper(ConfigReader json, EncoderDecoderArchitecture architecture)
    {
        bool bart = architecture == EncoderDecoderArchitecture.Bart;
        int end = json.FindInt("eos_token_id") ?? (bart ? 2 : 50257);
        return new EncoderDecoderConfig
        {
            Architecture = architecture, Vocabulary = json.Int("vocab_size"), Size = json.Int("d_model"), EncoderLayers = json.Int("encoder_layers"), DecoderLayers = json.Int("decoder_layers"),
            EncoderHeads = Math.Max(1, json.Int("encoder_attention_heads")), DecoderHeads = Math.Max(1, json.Int("decoder_attention_heads")), EncoderFeedForward = json.Int("encoder_ffn_dim"), DecoderFeedForward = json.Int("decoder_ffn_dim"),
            EncoderPositions = json.Int(bart ? "max_position_embeddings" : "max_source_positions"), DecoderPositions = json.Int(bart ? "max_position_embeddings" : "max_target_positions"),
            MelBands = bart ? 0 : json.Int("num_mel_bins"), Activation = PublishedActivation.Read(json, "activation_function", "gelu"), Epsilon = 1e-5,
            TiedHead = json.FindFlag("tie_word_embeddings") ?? true, ScaledEmbedding = json.FindFlag("scale_embedding") ?? false, Dropout = json.FindDouble("dropout") ?? 0.1,
            StartId = json.FindInt("decoder_start_token_id") ?? (bart ? 2 : 50258), EndId = end, PadId = json.FindInt("pad_token_id") ?? (bart ? 1 : end),
        };
    }
}
