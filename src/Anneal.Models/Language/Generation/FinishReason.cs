namespace Anneal.Models.Language;

/// <summary>Why an answer is over.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop text or stop token did.</summary>
    Stop,

    /// <summary>The most tokens that were asked for were written.</summary>
    Length,

    /// <summary>The model's context is full.</summary>
    Context,
}
