using System.Buffers;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost, and the longest of those that begin there.</summary>
internal sealed class AddedTokens
{
    private readonly SearchValues<string>? search;
    private readonly Dictionary<char, AddedToken[]> byFirst;

    /// <param name="tokens">Tokens to find; empty texts are left out.</param>
    public AddedTokens(IEnumerable<AddedToken> tokens)
    {
        AddedToken[] all = [.. tokens.Where(t => t.Text.Length > 0)];
        byFirst = all.GroupBy(t => t.Text[0]).ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Text.Length).ThenBy(t => t.Id).ToArray());
        search = all.Length == 0 ? null : SearchValues.Create([.. all.Select(t => t.Text).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
    }

    /// <summary>The next added token from a place on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="start">Where what the token takes begins.</param>
    /// <param name="end">Where it ends.</param>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (int at = from; search is not null;)
        {
            int found = text[at..].IndexOfAny(search);
            if (found < 0) break;
            at += found;
            foreach (AddedToken token in byFirst[text[at]])
            {
                if (!text[at..].StartsWith(token.Text, StringComparison.Ordinal)) continue;
                (start, end) = (at, at + token.Text.Length);
                if (token.SingleWord && ((start > 0 && IsWord(text[start - 1])) || (end < text.Length && IsWord(text[end])))) continue;
                if (token.TakesLeft) while (start > from && char.IsWhiteSpace(text[start - 1])) start--;
                if (token.TakesRight) while (end < text.Length && char.IsWhiteSpace(text[end])) end++;
                return token;
            }

            at++;
        }

        start = end = text.Length;
        return null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
