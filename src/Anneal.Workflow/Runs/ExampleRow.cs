using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Workflow.Runs;

/// <summary>Shows a row of a table as <c>predict --row</c> takes it.</summary>
internal static class ExampleRow
{
    /// <summary>The row's features as a JSON object on one line; missing values are left out.</summary>
    public static string Write(Table table, TableSchema schema, int row)
    {
        List<string> parts = [];
        foreach (ColumnSchema column in schema.Features)
        {
            string? cell = table.Column(table.IndexOf(column.Name))[row];
            if (cell is null) continue;
            if (column.Type == ColumnType.Image) cell = table.Images?.NameOf(cell) ?? cell;
            if (column.Type != ColumnType.Number) parts.Add($"{Quoted(column.Name)}: {Quoted(cell)}");
            else if (Cell.TryNumber(cell, out double number)) parts.Add($"{Quoted(column.Name)}: {number.ToString(CultureInfo.InvariantCulture)}");
        }

        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
