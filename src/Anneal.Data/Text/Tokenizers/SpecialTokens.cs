namespace Anneal.Data.Text.Tokenizers;

/// <summary>Which tokens of a vocabulary mark what; null where it has none for it.</summary>
/// <param name="Begin">Before a text.</param>
/// <param name="End">After a text: a language model that says it has finished.</param>
/// <param name="Pad">Fills short rows of a batch.</param>
/// <param name="Unknown">Text that has no token.</param>
/// <param name="Mask">A word that is to be guessed.</param>
/// <param name="Separator">Between two texts.</param>
/// <param name="Class">Before a text, where a classifier reads its answer.</param>
internal readonly record struct SpecialTokens(int? Begin = null, int? End = null, int? Pad = null, int? Unknown = null, int? Mask = null, int? Separator = null, int? Class = null);
