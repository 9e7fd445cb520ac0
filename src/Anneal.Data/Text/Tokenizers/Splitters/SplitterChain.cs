namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts the pieces of one splitter with the next.</summary>
/// <param name="splitters">In the order in which they cut.</param>
internal sealed class SplitterChain(IReadOnlyList<TextSplitter> splitters) : TextSplitter
{
    public IReadOnlyList<TextSplitter> Splitters => splitters;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        List<Range> before = [0..text.Length], after = [], inner = [];
        foreach (TextSplitter splitter in splitters)
        {
            after.Clear();
            foreach (Range piece in before)
            {
                inner.Clear();
                splitter.Split(text[piece], inner);
                int offset = piece.Start.Value;
                foreach (Range part in inner) after.Add((offset + part.Start.Value)..(offset + part.End.Value));
            }

            (before, after) = (after, before);
        }

        pieces.AddRange(before);
    }
}
