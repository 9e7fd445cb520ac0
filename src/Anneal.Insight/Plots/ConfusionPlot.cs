using System.Globalization;

namespace Anneal.Insight.Plots;

/// <summary>True classes against the classes told: what is on the diagonal is right, what is dark beside it is mixed up.</summary>
public static class ConfusionPlot
{
    private const int MostNumbers = 20;

    /// <summary>Draws it; each row is shaded by its share of the true class.</summary>
    /// <param name="text">What stands on it: told classes to the right, true classes down.</param>
    /// <param name="classes">Their names.</param>
    /// <param name="counts">[true class][told class].</param>
    /// <returns>SVG.</returns>
    public static string Draw(PlotText text, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> counts)
    {
        double longest = classes.Count > 10 ? 66 : 96;
        double names = classes.Select(name => TextWidth.Of(TextWidth.Fit(name, longest, 11), 11)).DefaultIfEmpty(0).Max();
        double left = 28 + names;
        double cell = Math.Clamp((460 - left - 8) / Math.Max(1, classes.Count), 8, 84);
        bool turned = classes.Any(name => TextWidth.Of(TextWidth.Fit(name, longest, 11), 11) > cell - 6);
        double top = 34 + (turned ? names * 0.72 : 8);
        double cellHeight = Math.Min(cell, classes.Count <= 3 ? 58 : cell);
        SvgWriter svg = new(Math.Max(460, left + (cell * classes.Count) + (turned ? 50 : 8)), top + (cellHeight * classes.Count) + 26, text.Title);
        svg.Text(0, 15, text.Title, size: 14, bold: true, room: 460);
        svg.Text(left + (cell * classes.Count / 2), top + (cellHeight * classes.Count) + 19, text.X, TextAnchor.Middle, opacity: 0.85);
        svg.Text(12, top + (cellHeight * classes.Count / 2), text.Y, TextAnchor.Middle, opacity: 0.85, turn: -90);
        for (int k = 0; k < classes.Count; k++)
        {
            double x = left + (cell * (k + 0.5));
            if (turned) svg.Text(x - 3, top - 6, classes[k], size: 11, turn: -45, room: longest);
            else svg.Text(x, top - 7, classes[k], TextAnchor.Middle, 11, room: longest);
            svg.Text(left - 7, top + (cellHeight * (k + 0.5)) + 4, classes[k], TextAnchor.End, 11, room: longest);
        }

        for (int truth = 0; truth < classes.Count; truth++)
        {
            long rows = counts[truth].Sum(count => (long)count);
            for (int told = 0; told < classes.Count; told++)
            {
                int count = counts[truth][told];
                double share = rows == 0 ? 0 : count / (double)rows;
                double x = left + (cell * told);
                double y = top + (cellHeight * truth);
                string hint = $"{classes[truth]} → {classes[told]}: {count.ToString("N0", CultureInfo.InvariantCulture)} ({Ticks.Percent(Math.Round(share, 3))})";
                svg.Rectangle(x + 1, y + 1, cell - 2, cellHeight - 2, truth == told ? SvgWriter.Blue : SvgWriter.Orange, count == 0 ? 0.05 : 0.12 + (0.88 * share), 2, hint);
                if (classes.Count <= MostNumbers && count > 0) Number(svg, x + (cell / 2), y + (cellHeight / 2), cell, cellHeight, count, share);
            }
        }

        return svg.Finish();
    }

    private static void Number(SvgWriter svg, double x, double y, double cell, double height, int count, double share)
    {
        string number = count.ToString(cell >= 50 ? "N0" : "0", CultureInfo.InvariantCulture);
        double size = Math.Clamp((cell - 4) / (number.Length * 0.6), 7, cell >= 50 ? 15 : 11);
        string? colour = share > 0.55 ? "#fff" : null;
        bool roomy = cell >= 56 && height >= 48;
        svg.Text(x, y + (roomy ? 1 : size * 0.36), number, TextAnchor.Middle, size, bold: roomy, colour: colour);
        if (roomy) svg.Text(x, y + 17, Ticks.Percent(Math.Round(share, 3)), TextAnchor.Middle, 11, 0.85, colour: colour);
    }
}
