using System.Globalization;

namespace Anneal.Insight.Plots;

/// <summary>Lying bars, each with its name and number: shares of classes, importance of columns.</summary>
public static class BarPlot
{
    private const double RowHeight = 24;
    private const double Width = 460;
    private const double MostName = 180;

    /// <summary>Draws it.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="bars">Name, length and the number as text.</param>
    /// <param name="colour">A CSS colour; null for the usual one.</param>
    /// <returns>SVG.</returns>
    public static string Draw(string title, IReadOnlyList<(string Name, double Value, string Text)> bars, string? colour = null)
    {
        double height = 30 + (RowHeight * bars.Count) + 6;
        SvgWriter svg = new(Width, height, title);
        svg.Text(0, 15, title, size: 14, bold: true, room: Width);
        double left = Math.Min(MostName, bars.Select(bar => TextWidth.Of(bar.Name)).DefaultIfEmpty(0).Max()) + 10;
        double right = Width - 12 - bars.Select(bar => 1.12 * TextWidth.Of(bar.Text)).DefaultIfEmpty(0).Max();
        double most = Math.Max(bars.Select(bar => bar.Value).DefaultIfEmpty(1).Max(), 1e-12);
        for (int i = 0; i < bars.Count; i++)
        {
            double y = 30 + (i * RowHeight);
            double length = Math.Max(0, bars[i].Value) / most * (right - left);
            svg.Text(left - 8, y + 15, bars[i].Name, TextAnchor.End, room: MostName);
            svg.Rectangle(left, y + 4, Math.Max(1, length), RowHeight - 8, colour ?? SvgWriter.Blue, 0.85, 2);
            svg.Text(left + length + 6, y + 15, bars[i].Text, opacity: 0.8);
        }

        return svg.Finish();
    }

    /// <summary>A number as it stands behind a bar.</summary>
    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
