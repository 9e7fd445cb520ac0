using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Finds the column to learn when the recipe does not name one.</summary>
internal static class LabelInference
{
    private static readonly string[] UsualNames = ["label", "target", "class", "y", "outcome", "status", "标签", "类别", "目标", "结果"];

    /// <summary>The column of a usual name; else the last column, if it has few values; else the first.</summary>
    /// <exception cref="UserErrorException">None of them has a few values, so any choice would be a guess.</exception>
    public static string Find(Table table, TaskKind task)
    {
        foreach (string usual in UsualNames)
        {
            string? named = table.Names.FirstOrDefault(name => string.Equals(name, usual, StringComparison.OrdinalIgnoreCase));
            if (named is not null) return named;
        }

        // A quantity has no few values to be known by; it is the last column, where people put what they want to know.
        if (task == TaskKind.TabularRegression) return table.Names[^1];

        foreach (int index in new[] { table.Names.Count - 1, 0 })
        {
            int distinct = table.Column(index).Where(cell => cell is not null).Distinct(StringComparer.Ordinal).Take(21).Count();
            if (distinct is >= 2 and <= 20) return table.Names[index];
        }

        throw new UserErrorException(DataMessages.LabelNotFound, DataMessages.LabelNotFoundWayOut(table.Names), new Place(table.File, 1));
    }
}
