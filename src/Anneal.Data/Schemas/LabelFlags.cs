using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Makes one label of several columns that each say yes or no to a class.</summary>
public static class LabelFlags
{
    /// <summary>The name of the column that is made.</summary>
    public const string Column = "labels";

    private static readonly string[] Separators = [";", "|", "\u0001"];
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "1", "1.0", "true", "yes", "y", "t", "是" };
    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase) { "0", "0.0", "false", "no", "n", "f", "否" };

    /// <summary>The table with the label's column, and the choice that names it; both as they are where the choice names no such columns.</summary>
    /// <exception cref="UserErrorException">A column is not there, or a cell says neither yes nor no.</exception>
    public static (Table Table, ColumnChoice Choice) Join(Table table, ColumnChoice choice)
    {
        if (choice.Flags.Count == 0) return (table, choice);
        int[] columns = [.. choice.Flags.Select(flag => SchemaInference.Require(table, flag))];
        string[] names = [.. choice.Flags.Select(flag => flag.Value)];
        string separator = Separators.First(s => !Array.Exists(names, name => name.Contains(s, StringComparison.Ordinal)));
        if (table.IndexOf(Column) >= 0)
            throw new UserErrorException(DataMessages.ReservedColumn(Column), DataMessages.ReservedColumnWayOut, new Place(table.File, 1));
        string?[] cells = new string?[table.RowCount];
        for (int row = 0; row < cells.Length; row++)
            cells[row] = string.Join(separator, names.Where((name, i) => IsYes(table, columns[i], row)));
        return (table.With(Column, cells), choice with { Label = new WrittenName(Column, choice.Flags[0].Place), Separator = separator });
    }

    /// <summary>A missing cell says no.</summary>
    private static bool IsYes(Table table, int column, int row)
    {
        string? cell = table.Column(column)[row];
        if (cell is null || No.Contains(cell)) return false;
        return Yes.Contains(cell) ? true : throw new UserErrorException(DataMessages.NotAFlag(table.Names[column], cell), DataMessages.NotAFlagWayOut, table.PlaceOf(row));
    }
}
