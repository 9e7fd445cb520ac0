namespace Anneal.Models.Language;

/// <summary>How a published tensor differs from the parameter that it fills.</summary>
internal enum WeightForm
{
    /// <summary>Not at all.</summary>
    Same,

    /// <summary>Stored [in, out] where the parameter is [out, in]: GPT-2.</summary>
    Transposed,

    /// <summary>Stored less one: Gemma's normalisations.</summary>
    LessOne,
}
