namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>Cuts before a ▁ that does not follow another: runs of spaces stay whole and go with the word behind them.</summary>
/// <remarks>Where no token of a vocabulary has a ▁ behind another character, cutting here changes no result and lets words be remembered.</remarks>
internal sealed class MarkedWordSplitter : TextSplitter
{
    /// <summary>Whether cutting here changes nothing for a vocabulary.</summary>
    public static bool Suits(Vocabulary vocabulary)
    {
        foreach (string? token in vocabulary.Texts)
        {
            if (token is null) continue;
            ReadOnlySpan<char> behind = token.AsSpan().TrimStart(TokenSpellings.SpaceMark);
            if (behind.Contains(TokenSpellings.SpaceMark)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        int start = 0;
        while (start < text.Length)
        {
            int word = start;
            while (word < text.Length && text[word] == TokenSpellings.SpaceMark) word++;
            int next = text[word..].IndexOf(TokenSpellings.SpaceMark);
            int end = next < 0 ? text.Length : word + next;
            pieces.Add(start..end);
            start = end;
        }
    }
}
