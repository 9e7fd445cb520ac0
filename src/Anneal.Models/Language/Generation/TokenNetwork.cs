namespace Anneal.Models.Language;

/// <summary>A network that continues sequences of tokens, as generation sees it: it may carry several sequences on in one step.</summary>
public abstract class TokenNetwork
{
    /// <summary>How many tokens it knows.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The longest sequence that it can hold, in tokens.</summary>
    public abstract int ContextLength { get; }

    /// <summary>An empty sequence.</summary>
    public abstract TokenSequence NewSequence();

    /// <summary>Adds each step's tokens to its sequence and works out the logits that follow.</summary>
    /// <param name="steps">No sequence twice.</param>
    public abstract void Extend(IReadOnlyList<NetworkStep> steps);
}
