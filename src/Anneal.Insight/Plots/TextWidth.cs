using System.Text;

namespace Anneal.Insight.Plots;

/// <summary>About how wide a text will be, without knowing the font.</summary>
internal static class TextWidth
{
    /// <returns>Pixels; Chinese characters are as wide as they are high.</returns>
    public static double Of(string text, double size = 12)
    {
        double width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += rune.Value >= 0x1100 ? 1 : rune.Value is 'i' or 'l' or '.' or ',' or ' ' ? 0.3 : 0.57;
        return width * size;
    }

    /// <summary>The text, cut with an ellipsis to what fits.</summary>
    public static string Fit(string text, double room, double size = 12)
    {
        if (Of(text, size) <= room) return text;
        int end = text.Length;
        while (end > 1 && Of(text[..end], size) + size > room) end--;
        return Markup.Shorten(text, end + 1);
    }
}
