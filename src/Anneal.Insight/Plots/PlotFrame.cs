namespace Anneal.Insight.Plots;

/// <summary>A plot's title, axes and grid; what is drawn into it is placed by <see cref="X"/> and <see cref="Y"/>.</summary>
internal sealed class PlotFrame
{
    private const double EntryRoom = 160;

    private readonly PlotAxis horizontal;
    private readonly PlotAxis vertical;

    public PlotFrame(PlotText text, PlotAxis x, PlotAxis y, double width = 460, double height = 300, double legend = 0, bool gridX = false)
    {
        horizontal = x;
        vertical = y;
        Svg = new SvgWriter(width, height, text.Title);
        IReadOnlyList<double> ticks = y.Ticks();
        Left = 30 + ticks.Select(tick => TextWidth.Of(y.Text(tick), 11)).DefaultIfEmpty(0).Max();
        Right = width - 16;
        Top = 36 + legend;
        Bottom = height - 44;

        Svg.Text(0, 15, text.Title, size: 14, bold: true, room: width);
        foreach (double tick in ticks)
        {
            Svg.Line(Left, Y(tick), Right, Y(tick), 0.13);
            Svg.Text(Left - 7, Y(tick) + 4, y.Text(tick), TextAnchor.End, 11, 0.75);
        }

        foreach (double tick in x.Ticks(6))
        {
            if (gridX) Svg.Line(X(tick), Top, X(tick), Bottom, 0.13);
            else Svg.Line(X(tick), Bottom, X(tick), Bottom + 4, 0.5);
            Svg.Text(X(tick), Bottom + 17, x.Text(tick), TextAnchor.Middle, 11, 0.75);
        }

        Svg.Line(Left, Bottom, Right, Bottom, 0.5);
        Svg.Text((Left + Right) / 2, height - 8, text.X, TextAnchor.Middle, 12, 0.85, room: Right - Left);
        Svg.Text(12, (Top + Bottom) / 2, text.Y, TextAnchor.Middle, 12, 0.85, turn: -90, room: height);
    }

    public SvgWriter Svg { get; }

    public double Left { get; }

    public double Right { get; }

    public double Top { get; }

    public double Bottom { get; }

    public double X(double value) => Left + (Share(horizontal, value) * (Right - Left));

    public double Y(double value) => Bottom - (Share(vertical, value) * (Bottom - Top));

    /// <summary>Names beside their colours, in rows below the title.</summary>
    public void Legend(IEnumerable<(string Name, string Colour, string? Dash)> entries)
    {
        double x = Left;
        double y = 33;
        foreach ((string name, string colour, string? dash) in entries)
        {
            double width = 30 + TextWidth.Of(TextWidth.Fit(name, EntryRoom, 11.5), 11.5);
            if (x > Left && x + width > Right)
            {
                x = Left;
                y += 17;
            }

            Svg.Line(x, y - 4, x + 16, y - 4, 1, dash, colour, 2.5);
            Svg.Text(x + 21, y, name, size: 11.5, opacity: 0.9, room: EntryRoom);
            x += width + 8;
        }
    }

    /// <summary>The room that a legend takes.</summary>
    public static double LegendHeight(IEnumerable<string> names, double width = 460)
    {
        double x = 60;
        int rows = 1;
        foreach (string name in names)
        {
            double entry = 38 + TextWidth.Of(TextWidth.Fit(name, EntryRoom, 11.5), 11.5);
            if (x > 60 && x + entry - 8 > width - 16)
            {
                x = 60;
                rows++;
            }

            x += entry;
        }

        return rows * 17;
    }

    private static double Share(PlotAxis axis, double value) => Math.Clamp((value - axis.Low) / (axis.High - axis.Low), -0.02, 1.02);
}
