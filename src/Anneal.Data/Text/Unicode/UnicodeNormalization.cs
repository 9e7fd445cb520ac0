using System.Runtime.InteropServices;
using System.Text;

namespace Anneal.Data.Text.Unicode;

/// <summary>Normalization of texts (Unicode Standard Annex 15), the same on every machine.</summary>
internal static class UnicodeNormalization
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, LeadCount = 19, VowelCount = 21, TailCount = 28;

    /// <summary>The text in one of the forms. Halves of surrogate pairs become U+FFFD.</summary>
    public static string Normalize(string text, UnicodeForm form)
    {
        // Below these characters nothing has parts, or nothing that would not be put together again.
        char first = form switch { UnicodeForm.Nfc => '\u0300', UnicodeForm.Nfd => '\u00C0', _ => '\u00A0' };
        if (text.AsSpan().IndexOfAnyInRange(first, char.MaxValue) < 0) return text;
        bool compatibility = form is UnicodeForm.Nfkc or UnicodeForm.Nfkd;
        List<int> codes = new(text.Length + 8);
        Decompositions data = Decompositions.All;
        foreach (Rune rune in text.EnumerateRunes()) Decompose(rune.Value, compatibility, data, codes);
        Span<int> all = CollectionsMarshal.AsSpan(codes);
        Order(all, data);
        if (form is UnicodeForm.Nfc or UnicodeForm.Nfkc) all = all[..Compose(all, data)];
        StringBuilder normalized = new(all.Length);
        foreach (int code in all)
        {
            if (code < 0x10000) normalized.Append((char)code);
            else normalized.Append((char)(0xD7C0 + (code >> 10))).Append((char)(0xDC00 | (code & 0x3FF)));
        }

        return normalized.ToString();
    }

    private static void Decompose(int code, bool compatibility, Decompositions data, List<int> codes)
    {
        if (code < 0xA0)
        {
            codes.Add(code);
        }
        else if ((uint)(code - HangulFirst) < HangulCount)
        {
            int syllable = code - HangulFirst;
            codes.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
            codes.Add(VowelFirst + (syllable / TailCount % VowelCount));
            if (syllable % TailCount > 0) codes.Add(TailFirst + (syllable % TailCount));
        }
        else if (data.PartsOf(code, compatibility) is { } parts)
        {
            codes.AddRange(parts);
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>Sorts runs of marks by their class; equals keep their order.</summary>
    private static void Order(Span<int> codes, Decompositions data)
    {
        for (int start = 0; start < codes.Length;)
        {
            if (data.ClassOf(codes[start]) == 0)
            {
                start++;
                continue;
            }

            int end = start + 1;
            while (end < codes.Length && data.ClassOf(codes[end]) != 0) end++;
            if (end - start > 1)
            {
                int[] sorted = [.. codes[start..end].ToArray().OrderBy(data.ClassOf)]; // a stable sort, and not quadratic in a run that a stranger made long
                sorted.CopyTo(codes[start..]);
            }

            start = end;
        }
    }

    private static int Compose(Span<int> codes, Decompositions data)
    {
        int starter = -1, kept = 0, lastClass = -1;
        foreach (int code in codes)
        {
            int combining = data.ClassOf(code);
            if (starter >= 0 && (lastClass < combining || lastClass < 0) && Together(codes[starter], code, data) is >= 0 and int composed)
            {
                codes[starter] = composed;
                continue;
            }

            if (combining == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
            {
                lastClass = combining;
            }

            codes[kept++] = code;
        }

        return kept;
    }

    private static int Together(int first, int second, Decompositions data)
    {
        if ((uint)(first - LeadFirst) < LeadCount && (uint)(second - VowelFirst) < VowelCount)
            return HangulFirst + ((((first - LeadFirst) * VowelCount) + (second - VowelFirst)) * TailCount);
        if ((uint)(first - HangulFirst) < HangulCount && (first - HangulFirst) % TailCount == 0 && second > TailFirst && second < TailFirst + TailCount)
            return first + (second - TailFirst);
        return data.Compose(first, second);
    }
}
