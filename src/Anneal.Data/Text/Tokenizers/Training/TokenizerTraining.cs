namespace Anneal.Data.Text.Tokenizers;

/// <summary>How a vocabulary is learnt.</summary>
public sealed record TokenizerTraining
{
    /// <summary>Tokens of the vocabulary at most, special ones and bytes among them. A small text may give fewer.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Words that occur less often count for nothing.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Special tokens, which get the first numbers: those with the names that published vocabularies use (<c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>, <c>&lt;|endoftext|&gt;</c>, <c>&lt;pad&gt;</c>, <c>[CLS]</c>, …) also take that part.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Whether capitals become small (word pieces only; accents go with them).</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Digits of a number that may be one token, 1 or 3 (byte pairs only): single digits make counting easier to learn.</summary>
    public int Digits { get; init; } = 3;

    /// <summary>Longest token, in characters (unigram only).</summary>
    public int LongestToken { get; init; } = 16;

    /// <summary>Whether characters keep the form in which they are written (unigram only); otherwise texts are brought into NFKC first, which makes full-width commas and question marks those of ASCII.</summary>
    public bool KeepsForms { get; init; }

    /// <summary>Whether each Chinese or Japanese character is a token by itself (unigram only): for texts too few to show which characters make words.</summary>
    public bool ChineseAlone { get; init; }
}
