using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Keeps the rows of the classes that the user chose, to tell just those apart.</summary>
public static class ChosenClasses
{
    /// <summary>The table without the rows of other classes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="label">The label's column.</param>
    /// <param name="choice">What the user said.</param>
    /// <exception cref="UserErrorException">No row is of a chosen class.</exception>
    public static Table Keep(Table table, string label, ColumnChoice choice)
    {
        if (choice.Classes.Count == 0) return table;
        IReadOnlyList<string?> cells = table.Column(table.IndexOf(label));
        HashSet<string> known = new(cells.OfType<string>(), StringComparer.Ordinal);
        foreach (WrittenName name in choice.Classes)
        {
            if (!known.Contains(name.Value)) throw new UserErrorException(DataMessages.UnknownClass(label, name.Value), DataMessages.UnknownClassWayOut([.. known.Order(StringComparer.Ordinal).Take(20)]), name.Place);
        }

        HashSet<string> chosen = new(choice.Classes.Select(name => name.Value), StringComparer.Ordinal);
        return table.Where(row => cells[row] is { } cell && chosen.Contains(cell));
    }
}
