using System.Text;

namespace Anneal.Models.Speech;

/// <summary>Something that was said.</summary>
/// <param name="Start">When it begins, in seconds.</param>
/// <param name="End">When it ends; where the model tells no times, the window's end.</param>
/// <param name="Text">What was said.</param>
/// <param name="Language">The language that it was said in; null where the model knows but one.</param>
public sealed record SpokenSegment(double Start, double End, string Text, string? Language)
{
    /// <summary>What was said, one behind the other: with a space between two segments, but not where Chinese or Japanese stands at the seam.</summary>
    public static string Join(IEnumerable<SpokenSegment> segments)
    {
        StringBuilder all = new();
        foreach (string text in segments.Select(said => said.Text).Where(text => text.Length > 0))
        {
            if (all.Length > 0 && !IsWrittenWithoutSpaces(all[^1]) && !IsWrittenWithoutSpaces(text[0])) all.Append(' ');
            all.Append(text);
        }

        return all.ToString();
    }

    /// <summary>Chinese characters, kana, and the wide marks between them; Korean has spaces.</summary>
    private static bool IsWrittenWithoutSpaces(char c) => c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE4F') or (>= '\uFF00' and <= '\uFFEF');
}
