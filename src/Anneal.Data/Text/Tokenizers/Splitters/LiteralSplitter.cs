namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>What becomes of the text at which another is cut; the names are Hugging Face's.</summary>
internal enum CutBehaviour
{
    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It is a piece of its own.</summary>
    Isolated,

    /// <summary>It ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>It begins the piece behind it.</summary>
    MergedWithNext,
}

/// <summary>Cuts wherever a text stands.</summary>
/// <param name="pattern">The text; not empty.</param>
/// <param name="behaviour">What becomes of it.</param>
internal sealed class LiteralSplitter(string pattern, CutBehaviour behaviour) : TextSplitter
{
    public string Pattern => pattern;

    public CutBehaviour Behaviour => behaviour;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        int start = 0, from = 0;
        while (text[from..].IndexOf(pattern, StringComparison.Ordinal) is >= 0 and int found)
        {
            int at = from + found;
            from = at + pattern.Length;
            int end = behaviour == CutBehaviour.MergedWithPrevious ? from : at;
            if (end > start) pieces.Add(start..end);
            if (behaviour == CutBehaviour.Isolated) pieces.Add(at..from);
            start = behaviour == CutBehaviour.MergedWithNext ? at : from;
        }

        if (text.Length > start) pieces.Add(start..text.Length);
    }
}
