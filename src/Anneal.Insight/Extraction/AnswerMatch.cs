using System.Globalization;
using System.Text;

namespace Anneal.Insight.Extraction;

/// <summary>How near a told answer comes to the right ones: as CMRC 2018 measures Chinese (characters), as SQuAD measures other languages (words).</summary>
/// <remarks>
/// CMRC takes the longest run that both have, SQuAD counts the words that both have in any order. SQuAD leaves out articles, punctuation and case; CMRC a list of signs
/// and case. Cui et al., "A Span-Extraction Dataset for Chinese Machine Reading Comprehension", 2019; Rajpurkar et al., "SQuAD", 2016.
/// </remarks>
public static class AnswerMatch
{
    /// <summary>The signs that CMRC leaves out.</summary>
    private const string Signs = "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』";

    /// <summary>1 where the answer is one of the right ones, else 0.</summary>
    /// <param name="told">The answer.</param>
    /// <param name="right">The right ones.</param>
    public static double Exact(string told, IReadOnlyList<string> right) => right.Any(IsChinese)
        ? right.Any(one => Bare(one) == Bare(told)) ? 1 : 0
        : right.Any(one => Words(one).SequenceEqual(Words(told), StringComparer.Ordinal)) ? 1 : 0;

    /// <summary>The F1 of what both have in common, with the right answer that is nearest.</summary>
    /// <param name="told">The answer.</param>
    /// <param name="right">The right ones.</param>
    public static double F1(string told, IReadOnlyList<string> right)
    {
        bool chinese = right.Any(IsChinese);
        return right.Max(one => chinese ? ByRun(Segments(told), Segments(one)) : ByWords(Words(told), Words(one)));
    }

    private static double ByRun(List<string> told, List<string> right)
    {
        int longest = 0;
        int[] before = new int[right.Count + 1], now = new int[right.Count + 1];
        foreach (string token in told)
        {
            for (int j = 0; j < right.Count; j++)
            {
                now[j + 1] = token == right[j] ? before[j] + 1 : 0;
                longest = Math.Max(longest, now[j + 1]);
            }

            (before, now) = (now, before);
        }

        return longest == 0 ? 0 : 2.0 * longest / (told.Count + right.Count);
    }

    private static double ByWords(List<string> told, List<string> right)
    {
        if (told.Count == 0 || right.Count == 0) return told.Count == right.Count ? 1 : 0;
        Dictionary<string, int> left = right.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int same = 0;
        foreach (string word in told)
        {
            if (left.GetValueOrDefault(word) == 0) continue;
            left[word]--;
            same++;
        }

        return 2.0 * same / (told.Count + right.Count);
    }

    private static bool IsChinese(string text) => text.AsSpan().ContainsAnyInRange('\u4e00', '\u9fa5');

    private static string Bare(string text) => string.Concat(text.ToLowerInvariant().Trim().Where(c => !Signs.Contains(c, StringComparison.Ordinal)));

    /// <summary>Chinese characters one by one, and the words between them.</summary>
    private static List<string> Segments(string text)
    {
        List<string> segments = [];
        StringBuilder word = new();
        void Close()
        {
            if (word.Length > 0) segments.Add(word.ToString());
            word.Clear();
        }

        foreach (char c in Bare(text))
        {
            bool alone = c is >= '\u4e00' and <= '\u9fa5' || char.IsPunctuation(c);
            if (alone || char.IsWhiteSpace(c)) Close();
            if (alone) segments.Add(c.ToString());
            else if (!char.IsWhiteSpace(c)) word.Append(c);
        }

        Close();
        return segments;
    }

    private static List<string> Words(string text)
    {
        string plain = string.Concat(text.ToLowerInvariant().Where(c => !IsAsciiPunctuation(c)));
        return [.. plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("a" or "an" or "the"))];
    }

    private static bool IsAsciiPunctuation(char c) => char.IsAscii(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.SpaceSeparator or UnicodeCategory.Control);
}
