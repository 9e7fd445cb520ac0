using System.Text.Json.Serialization;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;

namespace Anneal.Data.Schemas;

/// <summary>The columns of a table and what its label is.</summary>
/// <param name="Columns">Every column, in the order of the file.</param>
/// <param name="LabelKind">What a row's label is.</param>
/// <param name="Classes">The label's classes, sorted; a class's number is its place here. None when the label is a number.</param>
/// <param name="LabelSeparator">What stands between the classes of one label when there may be several; otherwise null.</param>
public sealed record TableSchema(IReadOnlyList<ColumnSchema> Columns, LabelKind LabelKind, IReadOnlyList<string> Classes, string? LabelSeparator = null)
{
    /// <summary>More values than this are not kept: nobody chooses from such a list.</summary>
    private const int MostKnownValues = 1000;

    /// <summary>How the user wants columns prepared; null for the usual way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TablePreparation? Preparation { get; init; }

    /// <summary>Pairs of number columns that a model is to see besides; a fitted model keeps its own.</summary>
    [JsonIgnore]
    public IReadOnlyList<NumberPair> Pairs { get; init; } = [];

    /// <summary>The column that the model learns to tell.</summary>
    [JsonIgnore]
    public ColumnSchema Label => Columns.Single(c => c.Role == ColumnRole.Label);

    /// <summary>The columns that the model sees.</summary>
    [JsonIgnore]
    public IEnumerable<ColumnSchema> Features => Columns.Where(c => c.Role == ColumnRole.Feature);

    /// <summary>How many numbers a model gives for a row: one for each class, or one.</summary>
    [JsonIgnore]
    public int Outputs => LabelKind == LabelKind.Number ? 1 : Classes.Count;

    /// <summary>The schema with the values that each category feature has among the training rows, so that a new value can be told later.</summary>
    public TableSchema WithKnownValues(Table table, ReadOnlySpan<int> trainingRows)
    {
        List<ColumnSchema> columns = [];
        foreach (ColumnSchema column in Columns)
        {
            if (column is not { Role: ColumnRole.Feature, Type: ColumnType.Category or ColumnType.Boolean })
            {
                columns.Add(column);
                continue;
            }

            IReadOnlyList<string?> cells = table.Column(table.IndexOf(column.Name));
            SortedSet<string> values = new(StringComparer.Ordinal);
            foreach (int row in trainingRows)
            {
                if (cells[row] is { } cell) values.Add(cell);
            }

            columns.Add(column with { KnownValues = values.Count <= MostKnownValues ? [.. values] : null });
        }

        return this with { Columns = columns };
    }
}
