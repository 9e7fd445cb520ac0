using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Vision;

namespace Anneal.Workflow.Runs;

/// <summary>A row of a table to try a model with.</summary>
internal sealed class ExampleRow
{
    /// <summary>The file in the bundle of a picture that has no file of its own.</summary>
    public const string PictureFile = "example.png";

    private readonly List<(string Name, string? Text, double Number)> cells = [];

    /// <summary>Takes a row's features; missing values are left out.</summary>
    public ExampleRow(Table table, TableSchema schema, int row)
    {
        foreach (ColumnSchema column in schema.Features)
        {
            string? cell = table.Column(table.IndexOf(column.Name))[row];
            if (cell is null) continue;
            if (column.Type == ColumnType.Image)
            {
                string? file = table.Images?.FileOf(cell);
                if (file is null) Picture = table.Images?.Read(cell);
                cells.Add((column.Name, file ?? PictureFile, 0));
            }
            else if (column.Type != ColumnType.Number)
            {
                cells.Add((column.Name, cell, 0));
            }
            else if (Cell.TryNumber(cell, out double number))
            {
                cells.Add((column.Name, null, number));
            }
        }
    }

    /// <summary>A picture that is to be kept with the bundle, so that it can be shown to the model.</summary>
    public Image? Picture { get; }

    /// <summary>The row as <c>predict --row</c> takes it: a JSON object on one line.</summary>
    /// <param name="bundle">The bundle's folder, as the user would type it.</param>
    public string Json(string bundle) => $"{{{string.Join(", ", cells.Select(cell => $"{Quoted(cell.Name)}: {Value(cell.Text, cell.Number, bundle)}"))}}}";

    private string Value(string? text, double number, string bundle)
    {
        if (text is null) return number.ToString(CultureInfo.InvariantCulture);
        return Quoted(Picture is not null && text == PictureFile ? Path.Combine(bundle, text) : text);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
