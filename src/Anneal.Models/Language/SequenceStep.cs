namespace Anneal.Models.Language;

/// <summary>What is added to one sequence in one step of a <see cref="Decoder"/>.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Ids">Its next tokens, at least one.</param>
/// <param name="EveryPosition">Whether the logits after each token are wanted, not only those after the last.</param>
public readonly record struct SequenceStep(KeyValueSequence Sequence, ReadOnlyMemory<int> Ids, bool EveryPosition = false);
