using System.Text;
using System.Text.RegularExpressions;

namespace Anneal.Insight.Translation;

/// <summary>How a text is cut into the words that <see cref="Bleu"/> compares.</summary>
/// <remarks>
/// The two ways that papers report: 13a, which is mteval-v13a's for languages that write spaces between words, and zh, which takes each Chinese character and sign for a word. Both as sacreBLEU (Post, "A Call
/// for Clarity in Reporting BLEU Scores", 2018) cuts, so that numbers can be compared.
/// </remarks>
public static partial class BleuTokens
{
    /// <summary>Characters that stand alone in Chinese. The last range takes in quotation marks, dashes and symbols: sacreBLEU writes the ideographs of the second plane in escapes of four digits and one more, and so means these.</summary>
    private static readonly (char First, char Last)[] Alone =
    [
        ('\u3400', '\u4DB5'), ('\u4E00', '\u9FBB'), ('\uF900', '\uFA2D'), ('\uFA30', '\uFA6A'), ('\uFA70', '\uFAD9'), ('\uFF00', '\uFFEF'), ('\u2E80', '\u2FDF'), ('\u2FF0', '\u303F'), ('\u31C0', '\u31EF'),
        ('\u3100', '\u312F'), ('\u31A0', '\u31BF'), ('\uFE10', '\uFE1F'), ('\uFE30', '\uFE4F'), ('\u3200', '\u33FF'), ('\u2001', '\u2A6D'),
    ];

    /// <summary>The words of a text in a language with spaces between them.</summary>
    public static string[] Western(string text)
    {
        string line = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        return Cut($" {line} ");
    }

    /// <summary>The words of a Chinese text.</summary>
    public static string[] Chinese(string text)
    {
        StringBuilder spaced = new(3 * text.Length);
        foreach (char c in text.Trim())
        {
            if (Array.Exists(Alone, range => c >= range.First && c <= range.Last)) spaced.Append(' ').Append(c).Append(' ');
            else spaced.Append(c);
        }

        return Cut(spaced.ToString());
    }

    /// <summary>The words of a text in the language that the text itself is written in: Chinese where a fifth of its letters are.</summary>
    /// <param name="references">Texts that tell the language.</param>
    public static Func<string, string[]> For(IEnumerable<string> references)
    {
        long chinese = 0, letters = 0;
        foreach (char c in references.SelectMany(text => text))
        {
            if (c is >= '\u3400' and <= '\u9FFF') chinese++;
            if (char.IsLetter(c)) letters++;
        }

        return 5 * chinese > letters ? Chinese : Western;
    }

    /// <summary>Marks and symbols stand alone; periods, commas and dashes do where they are no part of a number.</summary>
    private static string[] Cut(string line)
    {
        line = Marks().Replace(line, " $1 ");
        line = PointBehindOther().Replace(line, "$1 $2 ");
        line = PointBeforeOther().Replace(line, " $1 $2");
        line = DashBehindDigit().Replace(line, "$1 $2 ");
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")]
    private static partial Regex Marks();

    [GeneratedRegex(@"([^0-9])([\.,])")]
    private static partial Regex PointBehindOther();

    [GeneratedRegex(@"([\.,])([^0-9])")]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashBehindDigit();
}
