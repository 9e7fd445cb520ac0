using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>The networks that a recipe can train from nothing.</summary>
public static class LanguageNetworks
{
    /// <summary>Their names; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = ["llama", "gpt2"];

    /// <summary>Features inside the feed-forward parts unless the recipe says so.</summary>
    public static int FeedForward(string architecture, int size) => architecture == "gpt2" ? 4 * size : ((8 * size / 3) + 31) / 32 * 32;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="choice">What the recipe asks for.</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public static Decoder Create(NetworkChoice choice, int vocabulary, Generator generator) => new(Config(choice, vocabulary), generator);

    private static DecoderConfig Config(NetworkChoice choice, int vocabulary)
    {
        DecoderConfig config = choice.Architecture == "gpt2"
            ? DecoderConfig.Gpt2(vocabulary, choice.Context, choice.Layers, choice.Heads, choice.Size)
            : DecoderConfig.Llama(vocabulary, choice.Context, choice.Layers, choice.Heads, choice.Size, choice.KeyValueHeads);
        return config with { FeedForward = choice.FeedForward, Dropout = choice.Dropout };
    }

    /// <summary>Writes a network and its tokenizer as Hugging Face lays them out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="folder">Where to.</param>
    public static void Write(Decoder network, Tokenizer tokenizer, string folder)
    {
        DecoderConfig config = network.Config;
        bool gpt = config.Architecture == DecoderArchitecture.Gpt2;
        Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in network.StateDict())
            weights.Add(name, gpt && tensor.Rank == 2 && name.StartsWith("h.", StringComparison.Ordinal) ? tensor.Transpose(0, 1).Contiguous() : tensor);
        SafeTensors.Write(Path.Combine(folder, "model.safetensors"), weights, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        string end = tokenizer.EndId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null";
        File.WriteAllText(Path.Combine(folder, "config.json"), gpt
            ? FormattableString.Invariant($$"""
                {
                  "architectures": ["GPT2LMHeadModel"],
                  "model_type": "gpt2",
                  "vocab_size": {{config.Vocabulary}},
                  "n_positions": {{config.Positions}},
                  "n_embd": {{config.Size}},
                  "n_layer": {{config.Layers}},
                  "n_head": {{config.Heads}},
                  "n_inner": {{config.FeedForward}},
                  "activation_function": "gelu_new",
                  "layer_norm_epsilon": {{config.Epsilon}},
                  "tie_word_embeddings": true,
                  "bos_token_id": {{end}},
                  "eos_token_id": {{end}}
                }

                """)
            : FormattableString.Invariant($$"""
                {
                  "architectures": ["LlamaForCausalLM"],
                  "model_type": "llama",
                  "vocab_size": {{config.Vocabulary}},
                  "max_position_embeddings": {{config.Positions}},
                  "hidden_size": {{config.Size}},
                  "intermediate_size": {{config.FeedForward}},
                  "num_hidden_layers": {{config.Layers}},
                  "num_attention_heads": {{config.Heads}},
                  "num_key_value_heads": {{config.KeyHeads}},
                  "hidden_act": "silu",
                  "rms_norm_eps": {{config.Epsilon}},
                  "rope_theta": {{config.Rotary.Base}},
                  "tie_word_embeddings": {{(config.TiedHead ? "true" : "false")}},
                  "bos_token_id": {{end}},
                  "eos_token_id": {{end}}
                }

                """));
        TokenizerFiles.Write(tokenizer, folder);
    }
}
