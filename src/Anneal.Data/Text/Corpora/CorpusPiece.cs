using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>A stretch of a document, short enough for memory whatever the file's size.</summary>
/// <param name="Text">Its text.</param>
/// <param name="EndsDocument">Whether the document ends behind it.</param>
/// <param name="Part">What it is for.</param>
public readonly record struct CorpusPiece(string Text, bool EndsDocument, SplitPart Part);
