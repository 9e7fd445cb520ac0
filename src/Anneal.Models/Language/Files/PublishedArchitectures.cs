namespace Anneal.Models.Language;

/// <summary>The architectures of published models that Anneal runs, and what each is for.</summary>
public static class PublishedArchitectures
{
    /// <summary>What an architecture is for.</summary>
    /// <param name="modelType">What config.json calls its <c>model_type</c>.</param>
    /// <returns>Null for an unknown one.</returns>
    public static PublishedRole? RoleOf(string? modelType) => modelType switch
    {
        null => null,
        "whisper" => PublishedRole.Speech,
        "vit" => PublishedRole.Pictures,
        _ when DecoderJson.Knows(modelType) => PublishedRole.Decoder,
        _ when EncoderJson.Knows(modelType) => PublishedRole.Encoder,
        _ when EncoderDecoderJson.Knows(modelType) => PublishedRole.EncoderDecoder,
        _ => null,
    };
}

/// <summary>What a published architecture is for.</summary>
public enum PublishedRole
{
    /// <summary>It goes on with texts (GPT-2, Llama and the like).</summary>
    Decoder,

    /// <summary>It reads texts (BERT, RoBERTa).</summary>
    Encoder,

    /// <summary>It reads one text and writes another (T5, BART).</summary>
    EncoderDecoder,

    /// <summary>It hears speech and writes it down (Whisper).</summary>
    Speech,

    /// <summary>It looks at pictures (ViT).</summary>
    Pictures,
}
