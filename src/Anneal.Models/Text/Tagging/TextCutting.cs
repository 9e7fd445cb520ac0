using System.Buffers;
using System.Text;

namespace Anneal.Models.Text.Tagging;

/// <summary>Cuts a text into sentences and tokens as a tagger's training data had them, and keeps their places.</summary>
internal static class TextCutting
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("。！？!?\n");

    /// <summary>The tokens of each sentence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">Whether letters and digits that touch are one token; otherwise each character is one. What is blank is none.</param>
    public static IReadOnlyList<IReadOnlyList<Range>> Sentences(string text, bool words)
    {
        List<IReadOnlyList<Range>> sentences = [];
        List<Range> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            Next(text, ref at, out Rune rune);
            if (!Rune.IsWhiteSpace(rune))
            {
                if (words && IsOfWord(rune))
                {
                    for (int end = at; end < text.Length; at = end)
                    {
                        Next(text, ref end, out Rune more);
                        if (!IsOfWord(more)) break;
                    }
                }

                tokens.Add(start..at);
            }

            if (tokens.Count == 0 || !Ends.Contains(text[start])) continue;
            sentences.Add(tokens);
            tokens = [];
        }

        if (tokens.Count > 0) sentences.Add(tokens);
        return sentences;
    }

    /// <summary>The pieces of a text as BERT's splitter cuts it: words, signs and Chinese characters; what is blank is none.</summary>
    public static IReadOnlyList<Range> Pieces(string text)
    {
        List<Range> pieces = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            Next(text, ref at, out Rune rune);
            if (Rune.IsWhiteSpace(rune)) continue;
            if (IsOfWord(rune) && !StandsAlone(rune))
            {
                for (int end = at; end < text.Length; at = end)
                {
                    Next(text, ref end, out Rune more);
                    if (!IsOfWord(more) || StandsAlone(more)) break;
                }
            }

            pieces.Add(start..at);
        }

        return pieces;
    }

    /// <summary>Chinese characters, kana and hangul.</summary>
    private static bool StandsAlone(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>A token with U+FFFD in the place of half a character.</summary>
    public static string Whole(string token) => token.Length == 1 && char.IsSurrogate(token[0]) ? "\uFFFD" : token;

    private static void Next(string text, ref int at, out Rune rune)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out rune, out int length);
        at += length;
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
