namespace Anneal.Data.Text;

/// <summary>Finds words without a dictionary: runs of letters and digits, each Chinese or Japanese character for itself, and each other mark for itself.</summary>
public static class WordSplitting
{
    /// <summary>The places of the words, in order; whitespace is left out.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="words">Gets the ranges.</param>
    public static void Split(ReadOnlySpan<char> text, List<Range> words)
    {
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            int end = at + 1;
            if (char.IsWhiteSpace(c))
            {
                at = end;
                continue;
            }

            if (char.IsHighSurrogate(c) && end < text.Length && char.IsLowSurrogate(text[end])) end++;
            else if (IsPartOfWord(c)) while (end < text.Length && IsPartOfWord(text[end])) end++;
            words.Add(at..end);
            at = end;
        }
    }

    /// <summary>Whether a character is written without spaces around its words: Chinese characters and kana.</summary>
    internal static bool StandsAlone(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static bool IsPartOfWord(char c) => char.IsAsciiLetterOrDigit(c) || (c >= '\u0080' && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark) && !StandsAlone(c)) || c == '_';
}
