using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Text;

/// <summary>The texts of a table's rows, cleaned: several text columns are read one after another.</summary>
public static class TextRows
{
    /// <summary>Rows that are cleaned as one piece of work.</summary>
    private const int Piece = 512;

    /// <summary>The columns that a text model reads.</summary>
    public static IReadOnlyList<string> Columns(TableSchema schema) => [.. schema.Features.Where(c => c.Type == ColumnType.Text).Select(c => c.Name)];

    /// <summary>The text of each row.</summary>
    /// <param name="table">Rows as a source gave them; a column that it lacks counts as empty.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="lowercase">Whether capitals become small.</param>
    public static string[] Read(Table table, ReadOnlySpan<int> rows, IReadOnlyList<string> columns, bool lowercase = true)
    {
        IReadOnlyList<string?>[] cells = [.. columns.Select(table.IndexOf).Where(i => i >= 0).Select(table.Column)];
        int[] wanted = rows.ToArray();
        string[] texts = new string[wanted.Length];
        Parallel.For(0, (wanted.Length + Piece - 1) / Piece, piece =>
        {
            int end = Math.Min(wanted.Length, (piece + 1) * Piece);
            for (int i = piece * Piece; i < end; i++)
                texts[i] = TextCleaning.Clean(cells.Length == 1 ? cells[0][wanted[i]] : string.Join('\n', cells.Select(c => c[wanted[i]])), lowercase);
        });
        return texts;
    }
}
