using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Turns the label's cells into class numbers.</summary>
public static class ClassNumbers
{
    /// <summary>The class of every row: the place of its label among the schema's classes.</summary>
    public static int[] Of(Table table, TableSchema schema)
    {
        IReadOnlyList<string?> cells = table.Column(table.IndexOf(schema.Label.Name));
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < schema.Classes.Count; i++) places.Add(schema.Classes[i], i);
        return [.. cells.Select(cell => places[cell!])];
    }
}
