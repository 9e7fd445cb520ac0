using System.Text.Json.Nodes;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>A decoder's configuration as config.json has it.</summary>
internal static class DecoderJson
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UserErrorException">A key is missing or makes no sense, or the architecture is another.</exception>
    public static DecoderConfig Read(ConfigReader json)
    {
        string type = json.FindText("model_type") ?? throw json.Error(LanguageMessages.Missing("model_type"));
        if (type == "gemma3" && json.FindObject("text_config") is { } text) (json, type) = (text, "gemma3_text");
        DecoderConfig config = type switch
        {
            "gpt2" => Gpt2(json),
            "llama" => Llama(json, DecoderArchitecture.Llama, 10_000),
            "mistral" => Llama(json, DecoderArchitecture.Mistral, 10_000) with { Window = json.FindInt("sliding_window") },
            "qwen2" => Qwen(json, DecoderArchitecture.Qwen2) with { QueryBias = true },
            "qwen3" => Qwen(json, DecoderArchitecture.Qwen3) with { QueryKeyNorm = true },
            "phi3" => Llama(json, DecoderArchitecture.Phi3, 10_000) with { Window = json.FindInt("sliding_window") },
            "gemma2" => Gemma(json, DecoderArchitecture.Gemma2, 2, 10_000),
            "gemma3_text" => Gemma(json, DecoderArchitecture.Gemma3, json.FindInt("sliding_window_pattern") ?? 6, 1_000_000) with
            {
                QueryKeyNorm = true, LocalRotary = new RotaryConfig(json.FindDouble("rope_local_base_freq") ?? 10_000),
            },
            _ => throw json.Error(LanguageMessages.UnknownArchitecture(type), LanguageMessages.KnownArchitectures),
        };
        if (config.Rotary.Scaling is { Kind: RotaryScalingKind.Dynamic, OriginalPositions: null, Factor: > 0 and < 1e6 } dynamic)
        {
            // Such files give the length before it was stretched.
            int original = config.Positions;
            config = config with { Positions = (int)Math.Min(original * dynamic.Factor, int.MaxValue), Rotary = config.Rotary with { Scaling = dynamic with { OriginalPositions = original } } };
        }
        json.Checked(config.Check);
        if (json.FindTexts("layer_types") is { } layers)
        {
            for (int i = 0; i < layers.Length; i++)
                if ((layers[i] == "sliding_attention") != config.IsWindowed(i)) throw json.Unsupported("layer_types", layers[i]);
        }
        return config;
    }

    /// <summary>Whether a model_type is one of a decoder's.</summary>
    public static bool Knows(string? type) => type is "gpt2" or "llama" or "mistral" or "qwen2" or "qwen3" or "phi3" or "gemma2" or "gemma3" or "gemma3_text";

    /// <summary>Writes it as Hugging Face reads it.</summary>
    public static JsonObject Write(DecoderConfig c)
    {
        (string type, string name) = c.Architecture switch
        {
            DecoderArchitecture.Gpt2 => ("gpt2", "GPT2LMHeadModel"),
            DecoderArchitecture.Llama => ("llama", "LlamaForCausalLM"),
            DecoderArchitecture.Mistral => ("mistral", "MistralForCausalLM"),
            DecoderArchitecture.Qwen2 => ("qwen2", "Qwen2ForCausalLM"),
            DecoderArchitecture.Qwen3 => ("qwen3", "Qwen3ForCausalLM"),
            DecoderArchitecture.Phi3 => ("phi3", "Phi3ForCausalLM"),
            DecoderArchitecture.Gemma2 => ("gemma2", "Gemma2ForCausalLM"),
            _ => ("gemma3_text", "Gemma3ForCausalLM"),
        };
        var json = new JsonObject { ["architectures"] = new JsonArray(name), ["model_type"] = type, ["torch_dtype"] = "float32", ["vocab_size"] = c.Vocabulary };
        if (c.Architecture == DecoderArchitecture.Gpt2)
        {
            json["n_positions"] = c.Positions;
            json["n_ctx"] = c.Positions;
            json["n_embd"] = c.Size;
            json["n_layer"] = c.Layers;
            json["n_head"] = c.Heads;
            json["n_inner"] = c.FeedForward;
            json["activation_function"] = PublishedActivation.Name(c.Activation, newName: true);
            json["layer_norm_epsilon"] = c.Epsilon;
            json["tie_word_embeddings"] = c.TiedHead;
            return json;
        }
        json["max_position_embeddings"] = c.Rotary.Scaling is { Kind: RotaryScalingKind.Dynamic, OriginalPositions: { } original } ? original : c.Positions;
        json["hidden_size"] = c.Size;
        json["intermediate_size"] = c.FeedForward;
        json["num_hidden_layers"] = c.Layers;
        json["num_attention_heads"] = c.Heads;
        json["num_key_value_heads"] = c.KeyHeads;
        json["head_dim"] = c.HeadSize;
        json[c.NormsAfterParts ? "hidden_activation" : "hidden_act"] = PublishedActivation.Name(c.Activation);
        json["rms_norm_eps"] = c.Epsilon;
        json["tie_word_embeddings"] = c.TiedHead;
        json["attention_bias"] = c is { QueryBias: true, Architecture: not DecoderArchitecture.Qwen2 };
        json["mlp_bias"] = c.FeedForwardBias;
        if (c.Window is { } window) json["sliding_window"] = window;
        if (c.Architecture == DecoderArchitecture.Gemma3) json["sliding_window_pattern"] = c.WindowPattern;
        if (c.Window is not null && c.WindowPattern > 1) json["layer_types"] = new JsonArray([.. Enumerable.Range(0, c.Layers).Select(i => (JsonNode)(c.IsWindowed(i) ? "sliding_attention" : "full_attention"))]);
        if (c.NormsAfterParts)
        {
            json["query_pre_attn_scalar"] = c.AttentionScale is { } scale ? Math.Round(1 / (scale * scale), 6) : c.HeadSize;
            json["attn_logit_softcapping"] = c.AttentionCap;
            json["final_logit_softcapping"] = c.LogitCap;
        }
        if (c.LocalRotary is { } local) json["rope_local_base_freq"] = local.Base;
        RotaryJson.Write(c.Rotary, json);
        return json;
    }

    private static DecoderConfig Gpt2(ConfigReader json)
    {
        json.Only("scale_attn_weights", "true");
        json.Only("scale_attn_by_inverse_layer_idx", "false");
        json.Only("add_cross_attention", "false");
        int size = json.Int("n_embd");
        return new DecoderConfig
        {
            Architecture = DecoderArchitecture.Gpt2, Vocabulary = json.Int("vocab_size"), Positions = json.Int("n_positions", "n_ctx"), Layers = json.Int("n_layer"), Heads = Positive(json, "n_head"), Size = size,
            FeedForward = json.FindInt("n_inner") ?? (size is > 0 and < 1 << 24 ? 4 * size : size), Activation = PublishedActivation.Read(json, "activation_function", "gelu_new"), Epsilon = json.FindDouble("layer_norm_epsilon") ?? 1e-5,
            TiedHead = json.FindFlag("tie_word_embeddings") ?? true, QueryBias = true, OutputBias = true, FeedForwardBias = true,
        };
    }

    private static DecoderConfig Llama(ConfigReader json, DecoderArchitecture architecture, double rotaryBase)
    {
        int heads = Positive(json, "num_attention_heads");
        bool bias = json.FindFlag("attention_bias") ?? false;
        return new DecoderConfig
        {
            Architecture = architecture, Vocabulary = json.Int("vocab_size"), Positions = json.Int("max_position_embeddings"), Layers = json.Int("num_hidden_layers"), Heads = heads, Size = json.Int("hidden_size"),
            FeedForward = json.Int("intermediate_size"), KeyHeads = json.Has("num_key_value_heads") ? Positive(json, "num_key_value_heads") : heads, HeadSize = json.Has("head_dim") ? Positive(json, "head_dim") : 0,
            Activation = PublishedActivation.Read(json, json.Has("hidden_activation") ? "hidden_activation" : "hidden_act", "silu"), Epsilon = json.FindDouble("rms_norm_eps") ?? 1e-6,
            TiedHead = json.FindFlag("tie_word_embeddings") ?? false, QueryBias = bias, OutputBias = bias, FeedForwardBias = json.FindFlag("mlp_bias") ?? false, Rotary = RotaryJson.Read(json, rotaryBase),
        };
    }

    private static DecoderConfig Qwen(ConfigReader json, DecoderArchitecture architecture)
    {
        json.Only("use_sliding_window", "false");
        DecoderConfig config = Llama(json, architecture, 10_000);
        return architecture == DecoderArchitecture.Qwen3 && !json.Has("head_dim") ? config with { HeadSize = 128 } : config;
    }

    private static DecoderConfig Gemma(ConfigReader json, DecoderArchitecture architecture, int pattern, double rotaryBase)
    {
        DecoderConfig config = Llama(json, architecture, rotaryBase);
        return config with
        {
            HeadSize = json.Has("head_dim") ? config.HeadSize : 256, Activation = json.Has("hidden_activation") || json.Has("hidden_act") ? config.Activation : Nn.FeedForwardActivation.GeluTanh,
            TiedHead = json.FindFlag("tie_word_embeddings") ?? true, Window = json.FindInt("sliding_window") ?? 4096, WindowPattern = pattern,
            AttentionScale = 1 / Math.Sqrt(json.FindDouble("query_pre_attn_scalar") is { } scalar and > 0 ? scalar : 256),
            AttentionCap = Cap("attn_logit_softcapping", 50), LogitCap = Cap("final_logit_softcapping", 30),
        };

        double? Cap(string key, double usual) => json.FindDouble(key) is { } cap ? cap > 0 ? cap : throw json.Unsupported(key, cap) : architecture == DecoderArchitecture.Gemma2 && !json.Mentions(key) ? usual : null;
    }

    private static int Positive(ConfigReader json, string key) => json.Int(key) is var number and > 0 ? number : throw json.Unsupported(key, json.Int(key));
}
