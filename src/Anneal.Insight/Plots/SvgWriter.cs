using System.Text;

namespace Anneal.Insight.Plots;

/// <summary>Writes a picture element by element; every text goes through <see cref="Markup.Escape"/>.</summary>
/// <remarks>
/// Lines and letters take the page's own text colour, areas a few middle tones, so that a picture reads on white, on black and on
/// paper. The colours can be told apart by most people who are colour-blind (after Okabe and Ito).
/// </remarks>
internal sealed class SvgWriter
{
    public const string Blue = "#2f7fd1";
    public const string Orange = "#e0792b";
    public const string Green = "#2a9d72";
    public const string Red = "#d1495b";
    public const string Purple = "#8a63d2";
    public const string Grey = "#8792a2";

    private readonly StringBuilder text = new();

    public SvgWriter(double width, double height, string title)
    {
        text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" ");
        text.Append("font-family=\"system-ui,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\" font-size=\"12\" fill=\"currentColor\">");
        text.Append($"<title>{Markup.Escape(title)}</title>");
    }

    /// <summary>The colours of series, in turn.</summary>
    public static IReadOnlyList<string> Palette { get; } = [Blue, Orange, Green, Purple, Red, Grey];

    public void Line(double x1, double y1, double x2, double y2, double opacity, string? dash = null, string colour = "currentColor", double width = 1) =>
        text.Append($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{colour}\" stroke-opacity=\"{N(opacity)}\" stroke-width=\"{N(width)}\"{Dash(dash)}/>");

    /// <summary>A line through points; neighbours on a straight line are the caller's to leave out.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string colour, string? dash = null, double width = 2)
    {
        string path = string.Join('L', points.Select(point => $"{N(point.X)} {N(point.Y)}"));
        if (path.Length > 0) text.Append($"<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{Dash(dash)}/>");
    }

    /// <summary>The area between a line and a height.</summary>
    public void Area(IReadOnlyList<(double X, double Y)> points, double bottom, string colour, double opacity)
    {
        if (points.Count == 0) return;
        string path = string.Join('L', points.Select(point => $"{N(point.X)} {N(point.Y)}"));
        text.Append($"<path d=\"M{N(points[0].X)} {N(bottom)}L{path}L{N(points[^1].X)} {N(bottom)}Z\" fill=\"{colour}\" fill-opacity=\"{N(opacity)}\"/>");
    }

    public void Rectangle(double x, double y, double width, double height, string colour, double opacity = 1, double radius = 0, string? hint = null)
    {
        text.Append($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" fill=\"{colour}\" fill-opacity=\"{N(opacity)}\"");
        if (radius > 0) text.Append($" rx=\"{N(radius)}\"");
        text.Append(hint is null ? "/>" : $"><title>{Markup.Escape(hint)}</title></rect>");
    }

    public void Circle(double x, double y, double radius, string colour, double opacity = 1) =>
        text.Append($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{colour}\" fill-opacity=\"{N(opacity)}\"/>");

    /// <summary>A text; what is wider than <paramref name="room"/> is cut and shows whole when pointed at.</summary>
    public void Text(double x, double y, string words, TextAnchor anchor = TextAnchor.Start, double size = 12, double opacity = 1, bool bold = false, string? colour = null, double turn = 0, double room = double.PositiveInfinity)
    {
        string shown = TextWidth.Fit(words, room, size);
        text.Append($"<text x=\"{N(x)}\" y=\"{N(y)}\"");
        if (anchor != TextAnchor.Start) text.Append($" text-anchor=\"{(anchor == TextAnchor.End ? "end" : "middle")}\"");
        if (size != 12) text.Append($" font-size=\"{N(size)}\"");
        if (opacity < 1) text.Append($" fill-opacity=\"{N(opacity)}\"");
        if (bold) text.Append(" font-weight=\"600\"");
        if (colour is not null) text.Append($" fill=\"{colour}\"");
        if (turn != 0) text.Append($" transform=\"rotate({N(turn)} {N(x)} {N(y)})\"");
        text.Append('>');
        if (shown != words) text.Append($"<title>{Markup.Escape(words)}</title>");
        text.Append(Markup.Escape(shown)).Append("</text>");
    }

    public string Finish() => text.Append("</svg>").ToString();

    private static string N(double value) => Markup.Coordinate(value);

    private static string Dash(string? dash) => dash is null ? "" : $" stroke-dasharray=\"{dash}\"";
}

/// <summary>Which end of a text stands at its place.</summary>
internal enum TextAnchor
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
