using System.Globalization;
using System.Text;

namespace Anneal.Insight.Plots;

/// <summary>Text of a stranger as it may stand in HTML and SVG.</summary>
internal static class Markup
{
    /// <summary>Escapes what would end a text or an attribute, and drops what no XML may hold (control characters, halves of pairs).</summary>
    public static string Escape(string text)
    {
        StringBuilder safe = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': safe.Append("&amp;"); break;
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '"': safe.Append("&quot;"); break;
                case '\'': safe.Append("&#39;"); break;
                case '\t' or '\n' or '\r': safe.Append(' '); break;
                case < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF: break;
                default: safe.Append(rune.ToString()); break;
            }
        }

        return safe.ToString();
    }

    /// <summary>A coordinate: two digits behind the point are finer than a screen.</summary>
    public static string Coordinate(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>The text, cut to a number of characters with an ellipsis; never between the halves of a pair.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }
}
