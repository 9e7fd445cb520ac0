namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Makes each punctuation mark a piece of its own.</summary>
internal sealed class PunctuationSplitter : TextSplitter
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            if (BertSplitter.IsPunctuation(text.Slice(at, length)))
            {
                if (at > start) pieces.Add(start..at);
                pieces.Add(at..(at + length));
                start = at + length;
            }

            at += length;
        }

        if (text.Length > start) pieces.Add(start..text.Length);
    }
}
