using System.Globalization;

namespace Anneal.Data.Text.Tokenizers.Splitters;

/// <summary>BERT's words: whitespace goes, each punctuation mark is a word.</summary>
internal sealed class BertSplitter : TextSplitter
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<char> text, List<Range> pieces)
    {
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            bool space = char.IsWhiteSpace(text[at]);
            if (space || IsPunctuation(text.Slice(at, length)))
            {
                if (at > start) pieces.Add(start..at);
                if (!space) pieces.Add(at..(at + length));
                start = at + length;
            }

            at += length;
        }

        if (text.Length > start) pieces.Add(start..text.Length);
    }

    /// <summary>Whether a character is punctuation: what Unicode calls so, and every mark of ASCII.</summary>
    internal static bool IsPunctuation(ReadOnlySpan<char> character)
    {
        char c = character[0];
        if (char.IsAscii(c)) return c is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');
        return (character.Length == 1 ? char.GetUnicodeCategory(c) : CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(c, character[1])))
            is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;
    }
}
