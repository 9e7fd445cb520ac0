using System.Text;

namespace Anneal.Insight.Report;

/// <summary>Text of a stranger as it may stand in Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>Escapes every sign that Markdown or the HTML within it could read, and keeps it on one line.</summary>
    public static string Escape(string text)
    {
        StringBuilder safe = new(text.Length + 16);
        foreach (char sign in text)
        {
            if (char.IsControl(sign)) safe.Append(' ');
            else if (sign is '<') safe.Append("&lt;");
            else if (sign is '>') safe.Append("&gt;");
            else if (sign is '&') safe.Append("&amp;");
            else if (sign is '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '#' or '|' or '~' or '$') safe.Append('\\').Append(sign);
            else safe.Append(sign);
        }

        return safe.ToString();
    }
}
