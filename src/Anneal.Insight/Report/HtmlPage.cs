using System.Text;
using Anneal.Data.Messages;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Report;

/// <summary>Writes HTML in one language; every text is escaped, so that no name or cell can become an element.</summary>
internal sealed class HtmlPage(Language language)
{
    private readonly StringBuilder text = new();

    public Language Language { get; } = language;

    public string Say(Message message) => message.In(Language);

    public HtmlPage Open(string tag, string? style = null, string? id = null)
    {
        text.Append('<').Append(tag);
        if (style is not null) text.Append(" class=\"").Append(style).Append('"');
        if (id is not null) text.Append(" id=\"").Append(id).Append('"');
        text.Append('>');
        return this;
    }

    public HtmlPage Close(string tag)
    {
        text.Append("</").Append(tag).Append('>').Append(tag is "section" or "tr" or "table" or "ul" or "div" ? "\n" : "");
        return this;
    }

    public HtmlPage Text(string words)
    {
        text.Append(Markup.Escape(words));
        return this;
    }

    /// <summary>What another writer made, already escaped: a plot, the style sheet.</summary>
    public HtmlPage Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    public HtmlPage Element(string tag, string words, string? style = null) => Open(tag, style).Text(words).Close(tag);

    public HtmlPage Element(string tag, Message message, string? style = null) => Element(tag, Say(message), style);

    /// <summary>Text over several lines, as it is.</summary>
    public HtmlPage Code(string code)
    {
        Open("pre");
        string[] lines = code.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++) Text(lines[i]).Raw(i + 1 < lines.Length ? "\n" : "");
        return Close("pre");
    }

    /// <summary>A word that explains itself when pointed at.</summary>
    public HtmlPage Explained(string words, string meaning)
    {
        text.Append($"<span class=\"term\" title=\"{Markup.Escape(meaning)}\">{Markup.Escape(words)}</span>");
        return this;
    }

    /// <summary>A link within the page.</summary>
    public HtmlPage Link(string id, Message words)
    {
        text.Append($"<a href=\"#{id}\">");
        return Text(Say(words)).Close("a");
    }

    /// <summary>A chapter with its heading.</summary>
    public HtmlPage Section(string id, Message heading, Action write)
    {
        Open("section", id: id).Element("h2", heading);
        write();
        return Close("section");
    }

    /// <summary>A table's first row; numbers stand to the right.</summary>
    public HtmlPage Head(params IReadOnlyList<(Message Words, bool Number)> cells)
    {
        Open("thead").Open("tr");
        foreach ((Message words, bool number) in cells) Element("th", words, number ? "n" : null);
        return Close("tr").Close("thead");
    }

    public HtmlPage Cell(string words, bool number = false, string? style = null) => Element("td", words, number ? "n" + (style is null ? "" : " " + style) : style);

    public override string ToString() => text.ToString();
}
