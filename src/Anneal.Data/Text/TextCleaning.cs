using System.Buffers;

namespace Anneal.Data.Text;

/// <summary>Makes different ways of typing one thing the same: full-width letters become plain, capitals small, runs of whitespace one space.</summary>
/// <remarks>
/// Characters without a shape (zero-width marks, the byte-order mark) go, control characters count as whitespace. Nothing here depends on the machine's
/// language or on tables that come with an operating system.
/// </remarks>
public static class TextCleaning
{
    /// <summary>The text in its common form, without whitespace at its ends.</summary>
    /// <param name="text">Any text; a missing one counts as empty.</param>
    /// <param name="lowercase">Whether capitals become small.</param>
    public static string Clean(string? text, bool lowercase = true)
    {
        if (string.IsNullOrEmpty(text)) return "";
        char[] buffer = ArrayPool<char>.Shared.Rent(text.Length);
        int length = 0;
        bool space = false;
        foreach (char original in text)
        {
            char c = Plain(original);
            if (IsShapeless(c)) continue;
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = length > 0;
                continue;
            }

            if (space) buffer[length++] = ' ';
            space = false;
            buffer[length++] = lowercase ? char.ToLowerInvariant(c) : c;
        }

        string cleaned = text.AsSpan().SequenceEqual(buffer.AsSpan(0, length)) ? text : new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return cleaned;
    }

    /// <summary>A full-width letter, digit or mark (U+FF01 to U+FF5E) as ASCII has it.</summary>
    private static char Plain(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;

    private static bool IsShapeless(char c) => c is (>= '\u200B' and <= '\u200F') or '\u2060' or '\uFEFF' or '\uFE0E' or '\uFE0F';
}
