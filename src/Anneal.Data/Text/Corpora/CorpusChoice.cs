using Anneal.Data.Sources;
using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Which texts a language model learns from.</summary>
/// <param name="Source">A text file, a JSONL file, a folder of such, or a pattern.</param>
/// <param name="Documents">What of them is one document.</param>
/// <param name="Fractions">How much of the text is for learning, for choosing and held back.</param>
/// <param name="TextColumn">Where the text stands in a JSONL object; null for <c>text</c>.</param>
public sealed record CorpusChoice(SourceChoice Source, DocumentUnit Documents, SplitFractions Fractions, string? TextColumn = null);

/// <summary>What of a file is one document: a language model is told where one ends.</summary>
public enum DocumentUnit
{
    /// <summary>A file of text, or an object of a JSONL file.</summary>
    Whole,

    /// <summary>A line.</summary>
    Lines,

    /// <summary>What stands between empty lines.</summary>
    Paragraphs,
}
