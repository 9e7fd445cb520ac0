using System.Text;
using Spectre.Console;

namespace Anneal.Cli.Terminal;

/// <summary>Rows of cells under each other, each column as wide as its widest cell; no frame, and nothing behind the last cell.</summary>
/// <param name="alignRight">For each column, whether it is aligned to the right.</param>
internal sealed class TextColumns(params bool[] alignRight)
{
    private const string Margin = "  ";

    private readonly List<(string Text, Style Style)[]> rows = [];

    public static Style Header { get; } = new(Color.Grey);

    public void Add(Style style, params IEnumerable<string> cells) => rows.Add([.. cells.Select(cell => (cell, style))]);

    public void Add(params IEnumerable<(string Text, Style Style)> cells) => rows.Add([.. cells]);

    public void Print(Screen screen)
    {
        // Chinese characters take two columns of the screen: widths are those of the screen, not of the text.
        int[] widths = [.. alignRight.Select((_, column) => rows.Select(row => row[column].Text.GetCellWidth()).DefaultIfEmpty().Max())];
        foreach ((string Text, Style Style)[] row in rows)
        {
            int last = Array.FindLastIndex(row, cell => cell.Text.Length > 0);
            StringBuilder line = new();
            for (int column = 0; column <= last; column++)
            {
                (string text, Style style) = row[column];
                string space = new(' ', widths[column] - text.GetCellWidth());
                line.Append(Margin);
                if (alignRight[column]) line.Append(space);
                line.Append('[').Append(style.ToMarkup() is { Length: > 0 } markup ? markup : "default").Append(']').Append(Markup.Escape(text)).Append("[/]");
                if (!alignRight[column] && column < last) line.Append(space);
            }

            screen.Markup(line.ToString());
        }
    }
}
