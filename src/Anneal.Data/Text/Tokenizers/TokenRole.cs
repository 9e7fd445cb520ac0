namespace Anneal.Data.Text.Tokenizers;

/// <summary>What a token of a vocabulary is for; the numbers are those of GGUF's <c>tokenizer.ggml.token_type</c>.</summary>
public enum TokenRole : byte
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for text that the vocabulary has no token for.</summary>
    Unknown = 2,

    /// <summary>Carries no text: where a text begins or ends, who speaks.</summary>
    Control = 3,

    /// <summary>A piece of text that is never cut and never joined with its neighbours.</summary>
    UserDefined = 4,

    /// <summary>A reserved place.</summary>
    Unused = 5,

    /// <summary>One byte, for text that has no other token.</summary>
    Byte = 6,
}
