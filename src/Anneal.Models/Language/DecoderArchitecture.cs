namespace Anneal.Models.Language;

/// <summary>Families of language models whose published weights a <see cref="Decoder"/> holds.</summary>
public enum DecoderArchitecture
{
    /// <summary>Radford et al., 2019: learned positions, LayerNorm, GELU.</summary>
    Gpt2,

    /// <summary>Touvron et al., 2023, and Llama 3: rotary positions, RMSNorm, SwiGLU, shared keys and values.</summary>
    Llama,

    /// <summary>Jiang et al., 2023: Llama with a sliding window.</summary>
    Mistral,

    /// <summary>Qwen2 and 2.5: Llama with biases on queries, keys and values.</summary>
    Qwen2,

    /// <summary>Qwen3: Llama with normalised queries and keys.</summary>
    Qwen3,

    /// <summary>Phi-3: Llama with joined projections.</summary>
    Phi3,

    /// <summary>Gemma 2: normalisation before and after each part, capped scores and logits, every other layer sees a window.</summary>
    Gemma2,

    /// <summary>Gemma 3 (text): as Gemma 2 with normalised queries and keys instead of caps, five windowed layers to each that sees all.</summary>
    Gemma3,
}
