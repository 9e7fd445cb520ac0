using Anneal.Data.Text.Tokenizers;
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
    /// <param name="template">Its chat template; null for none.</param>
    /// <param name="folder">Where to.</param>
    public static void Write(Decoder network, Tokenizer tokenizer, string? template, string folder)
    {
        DecoderFolder.Write(network, folder);
        TokenizerFiles.Write(tokenizer, folder, template);
        if (tokenizer.EndId is { } end) File.WriteAllText(Path.Combine(folder, "generation_config.json"), FormattableString.Invariant($"{{\"eos_token_id\": {end}}}\n"));
    }
}
