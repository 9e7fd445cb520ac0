using System.Globalization;
using System.Text;
using Anneal.Data.Text.Tokenizers.Normalizers;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Which characters of a text a changed text's characters come from.</summary>
internal sealed class TextAlignment
{
    private readonly int[] starts, ends;

    private TextAlignment(int[] starts, int[] ends) => (this.starts, this.ends) = (starts, ends);

    /// <summary>An unchanged text that begins at a place of another.</summary>
    public static TextAlignment Of(int start, int length) => new([.. Enumerable.Range(start, length)], [.. Enumerable.Range(start + 1, length)]);

    /// <summary>What characters of the changed text stand for.</summary>
    public (int Start, int End) Range(int from, int to) => to > from ? (starts[from], ends[to - 1]) : from < starts.Length ? (starts[from], starts[from]) : ends.Length > 0 ? (ends[^1], ends[^1]) : (0, 0);

    /// <summary>A stretch of the changed text.</summary>
    public TextAlignment Slice(int from, int to) => new(starts[from..to], ends[from..to]);

    /// <summary>The alignment after one more change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">The text before it.</param>
    /// <param name="after">The text after it.</param>
    /// <param name="place">What stands before the text.</param>
    public TextAlignment After(TextNormalizer change, string before, string after, TextPlace place)
    {
        if (before == after) return this;
        return ByClusters(change, before, after, place) ?? ByCharacters(before, after);
    }

    /// <summary>Letter by letter, each with the marks that stand on it: exact where the change has no eyes for what stands around.</summary>
    private TextAlignment? ByClusters(TextNormalizer change, string before, string after, TextPlace place)
    {
        int[] from = new int[after.Length], to = new int[after.Length];
        int at = 0;
        for (int start = 0, end; start < before.Length; start = end)
        {
            end = ClusterEnd(before, start);
            string part = change.Apply(before[start..end], start == 0 ? place : TextPlace.Within);
            if (at + part.Length > after.Length || string.CompareOrdinal(after, at, part, 0, part.Length) != 0) return null;
            for (int i = 0; i < part.Length; i++) (from[at + i], to[at + i]) = (starts[start], ends[end - 1]);
            at += part.Length;
        }

        return at == after.Length ? new TextAlignment(from, to) : null;
    }

    /// <summary>What was put in stands where it was put in; what was taken away is skipped.</summary>
    private TextAlignment ByCharacters(string before, string after)
    {
        const int Farthest = 64;
        int[] from = new int[after.Length], to = new int[after.Length];
        int at = 0;
        for (int i = 0; i < after.Length; i++)
        {
            int found = at < before.Length ? before.AsSpan(at, Math.Min(Farthest, before.Length - at)).IndexOf(after[i]) : -1;
            if (found < 0 && after[i] == TokenSpellings.SpaceMark && at < before.Length && before[at] == ' ') found = 0;
            if (found >= 0)
            {
                (from[i], to[i]) = (starts[at + found], ends[at + found]);
                at += found + 1;
            }
            else
            {
                int here = at < starts.Length ? starts[at] : ends.Length > 0 ? ends[^1] : 0;
                (from[i], to[i]) = (here, here);
            }
        }

        return new TextAlignment(from, to);
    }

    private static int ClusterEnd(string text, int start)
    {
        int end = start + (char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]) ? 2 : 1);
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out Rune next, out int length);
            bool joins = Rune.GetUnicodeCategory(next) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark || next.Value is >= 0x1160 and <= 0x11FF;
            if (!joins) break;
            end += length;
        }

        return end;
    }
}
