namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Special tokens by the names that published vocabularies give them, for files that do not say.</summary>
internal static class KnownTokens
{
    /// <summary>The special tokens that a vocabulary seems to have.</summary>
    public static SpecialTokens Guess(Vocabulary vocabulary)
    {
        return new SpecialTokens(
            First("<s>", "<|begin_of_text|>", "<bos>", "[BOS]", "<|startoftext|>", "<|endoftext|>"),
            First("</s>", "<|end_of_text|>", "<eos>", "[EOS]", "<|endoftext|>", "<|im_end|>"),
            First("<pad>", "[PAD]", "<|pad|>"),
            First("<unk>", "[UNK]", "<|unk|>"),
            First("<mask>", "[MASK]"),
            First("[SEP]"),
            First("[CLS]"));
        int? First(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
                if (vocabulary.IdOf(name) is { } id) return id;
            return null;
        }
    }

    /// <summary>Whether a token is there for what has no token; GPT-2 names its end token as one, which it is not.</summary>
    public static bool LooksUnknown(string token) => token.Contains("unk", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a token of a byte-level vocabulary is special by its form: <c>&lt;|…|&gt;</c>, or one of the names above.</summary>
    public static bool LooksSpecial(string token) =>
        (token.Length > 4 && token.StartsWith("<|", StringComparison.Ordinal) && token.EndsWith("|>", StringComparison.Ordinal)) || token is "<s>" or "</s>" or "<pad>" or "<unk>" or "<mask>" or "<bos>" or "<eos>";
}
