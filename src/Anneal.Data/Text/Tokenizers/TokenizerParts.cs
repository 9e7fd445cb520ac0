using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>What a tokenizer is made of, in the order in which a text meets it.</summary>
internal sealed record TokenizerParts
{
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Tokens that are looked for in the text first.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    public IReadOnlyList<TextNormalizer> Normalizers { get; init; } = [];

    /// <summary>Marks spaces in what lies between added tokens, last of all, or null.</summary>
    public TextNormalizer? Marks { get; init; }

    /// <summary>How the text is cut, or null when a model gets it whole.</summary>
    public TextSplitter? Splitter { get; init; }

    public required TokenModel Model { get; init; }

    /// <summary>The special tokens that are put around texts.</summary>
    public TokenTemplate Template { get; init; } = TokenTemplate.None;

    public SpecialTokens Special { get; init; }

    /// <summary>Whether decoding leaves out a space at the beginning: one that the tokenizer itself put there.</summary>
    public bool DropsFirstSpace { get; init; }
}
