namespace Anneal.Training.Language;

/// <summary>The network that a recipe asks for.</summary>
/// <param name="Architecture">Whose design, such as <c>llama</c>.</param>
/// <param name="Tokenizer">How text becomes tokens.</param>
/// <param name="Vocabulary">Different tokens at most, where the tokenizer is learnt.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="KeyValueHeads">Heads that keep keys and values; fewer than <paramref name="Heads"/> make generation lighter.</param>
/// <param name="Size">Features of a token.</param>
/// <param name="FeedForward">Features inside the feed-forward parts.</param>
/// <param name="Context">Tokens that it sees at once.</param>
/// <param name="Dropout">Share of the features that are dropped while it learns.</param>
public sealed record NetworkChoice(
    string Architecture,
    TokenizerKind Tokenizer,
    int Vocabulary,
    int Layers,
    int Heads,
    int KeyValueHeads,
    int Size,
    int FeedForward,
    int Context,
    double Dropout);

/// <summary>How text becomes tokens.</summary>
public enum TokenizerKind
{
    /// <summary>Each character is one.</summary>
    Characters,

    /// <summary>Frequent runs of bytes become one: byte-level byte-pair encoding.</summary>
    Bpe,

    /// <summary>Runs of characters that are likely together: unigram pieces, which find words in Chinese too.</summary>
    Unigram,

    /// <summary>Unigram pieces where words have spaces between them, characters in Chinese and Japanese.</summary>
    Mixed,
}
