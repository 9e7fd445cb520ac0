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
    /// <param name="ends">Tokens that end what it writes, beside the one that ends a text.</param>
    /// <param name="temperature">How freely it draws unless somebody says otherwise; null to say nothing.</param>
    public static void Write(Decoder network, Tokenizer tokenizer, string? template, string folder, IEnumerable<int> ends, double? temperature)
    {
        DecoderFolder.Write(network, folder);
        TokenizerFiles.Write(tokenizer, folder, template);
        int[] all = [.. (tokenizer.EndId is { } end ? ends.Prepend(end) : ends).Distinct()];
        List<string> settings = [];
        if (all.Length > 0) settings.Add(all.Length == 1 ? FormattableString.Invariant($"\"eos_token_id\": {all[0]}") : $"\"eos_token_id\": [{string.Join(", ", all)}]");
        if (temperature is { } drawn) settings.Add(FormattableString.Invariant($"\"do_sample\": {(drawn > 0 ? "true" : "false")}, \"temperature\": {drawn}"));
        if (settings.Count > 0) File.WriteAllText(Path.Combine(folder, "generation_config.json"), $"{{{string.Join(", ", settings)}}}\n");
    }
}
