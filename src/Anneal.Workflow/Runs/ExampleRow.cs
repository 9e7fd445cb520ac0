using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Data.Vision;

namespace Anneal.Workflow.Runs;

/// <summary>A row of a table to try a model with.</summary>
internal sealed class ExampleRow
{
    /// <summary>The file in the bundle of a picture that has no file of its own.</summary>
    public const string PictureFile = "example.png";

    private readonly List<(string Name, string? Text, double Number)> cells = [];

    /// <summary>Takes a row's features; missing values are left out.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">What its columns are.</param>
    /// <param name="row">The row's place.</param>
    /// <param name="sharedWords">Whether a text keeps only the words that many rows have: the names of people in a table are no example to show to everybody.</param>
    public ExampleRow(Table table, TableSchema schema, int row, bool sharedWords = false)
    {
        foreach (ColumnSchema column in schema.Features)
        {
            string? cell = table.Column(table.IndexOf(column.Name))[row];
            if (sharedWords && column.Type == ColumnType.Text && cell is not null) cell = Shared(cell, table.Column(table.IndexOf(column.Name)));
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

    private static string? Shared(string cell, IReadOnlyList<string?> column)
    {
        string[] words = [.. CellWords.Of(cell).Intersect(CellWords.Frequent(column), StringComparer.Ordinal)];
        return words.Length > 0 ? string.Join(' ', words) : null;
    }

    private string Value(string? text, double number, string bundle)
    {
        if (text is null) return number.ToString(CultureInfo.InvariantCulture);
        return Quoted(Picture is not null && text == PictureFile ? Path.Combine(bundle, text) : text);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
