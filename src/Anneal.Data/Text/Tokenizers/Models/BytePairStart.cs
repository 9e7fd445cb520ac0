namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>What byte-pair encoding cuts a piece into before it merges.</summary>
internal enum BytePairStart
{
    /// <summary>Bytes of UTF-8 (GPT-2 and most since).</summary>
    Bytes,

    /// <summary>Characters.</summary>
    Characters,

    /// <summary>Characters, and bytes for those that the vocabulary lacks (SentencePiece with byte fallback: Llama 2, Mistral, Gemma).</summary>
    CharactersThenBytes,
}
