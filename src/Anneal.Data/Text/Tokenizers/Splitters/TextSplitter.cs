namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts text into the pieces that a model may not join.</summary>
internal abstract class TextSplitter
{
    /// <summary>Adds the pieces of a text in order; what lies between them is dropped.</summary>
    public abstract void Split(ReadOnlySpan<char> text, List<Range> pieces);
}
