using System.Text.Json.Serialization;

namespace Anneal.Data.Schemas;

/// <summary>The columns of a table and the classes of its label.</summary>
/// <param name="Columns">Every column, in the order of the file.</param>
/// <param name="Classes">The label's values, sorted; a class's number is its place here.</param>
public sealed record TableSchema(IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> Classes)
{
    /// <summary>The column that the model learns to tell.</summary>
    [JsonIgnore]
    public ColumnSchema Label => Columns.Single(c => c.Role == ColumnRole.Label);

    /// <summary>The columns that the model sees.</summary>
    [JsonIgnore]
    public IEnumerable<ColumnSchema> Features => Columns.Where(c => c.Role == ColumnRole.Feature);
}
