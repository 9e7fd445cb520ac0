namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts before each ▁ (Hugging Face's Metaspace).</summary>
internal sealed class SpaceMarkSplitter : TextSplitter
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        for (int start = 0; start < text.Length;)
        {
            int next = text[(start + 1)..].IndexOf(TokenSpellings.SpaceMark);
            int end = next < 0 ? text.Length : start + 1 + next;
            pieces.Add(start..end);
            start = end;
        }
    }
}
