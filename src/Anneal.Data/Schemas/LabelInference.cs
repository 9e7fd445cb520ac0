using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Finds the column to learn when the recipe does not name one.</summary>
internal static class LabelInference
{
    private const int MostClasses = 20;

    private static readonly string[] UsualNames = ["label", "target", "class", "y", "outcome", "status", "标签", "类别", "目标", "结果"];

    /// <summary>Words for how something ended. A column with one of them in its name (<c>FraudFound_P</c>, <c>Machine_failure</c>) is what people want to foretell.</summary>
    private static readonly string[] OutcomeWords =
        ["label", "target", "outcome", "survived", "survival", "churn", "churned", "exited", "attrition", "fraud", "failure", "failed", "default", "defaulted", "cancelled", "canceled", "converted", "purchased", "subscribed", "diagnosis"];

    private static readonly string[] OutcomeWordsInChinese = ["是否", "流失", "违约", "欺诈", "故障"];

    /// <summary>The column of a usual name; for classes, the first with few values that bears a word for an outcome, else the last or the first with few values; for a number, the last column of numbers.</summary>
    /// <exception cref="UserErrorException">None of them fits, so any choice would be a guess.</exception>
    public static string Find(Table table, TaskKind task)
    {
        foreach (string usual in UsualNames)
        {
            string? named = table.Names.FirstOrDefault(name => string.Equals(name, usual, StringComparison.OrdinalIgnoreCase));
            if (named is not null) return named;
        }

        int[] columns = [.. Enumerable.Range(0, table.Names.Count)];

        // A quantity has no few values to be known by; it is the last one, where people put what they want to know.
        int found = task == TaskKind.TabularRegression
            ? Array.FindLastIndex(columns, index => HasNumbers(table, index))
            : Array.FindIndex(columns, index => IsOutcome(table.Names[index]) && HasFewValues(table, index));
        if (found < 0 && task != TaskKind.TabularRegression) found = Array.Find([columns.Length - 1, 0, -1], index => index < 0 || HasFewValues(table, index));
        return found >= 0 ? table.Names[found] : throw new UserErrorException(DataMessages.LabelNotFound, DataMessages.LabelNotFoundWayOut(table.Names), new Place(table.File, 1));
    }

    private static bool HasFewValues(Table table, int column) =>
        table.Column(column).Where(cell => cell is not null).Distinct(StringComparer.Ordinal).Take(MostClasses + 1).Count() is >= 2 and <= MostClasses;

    private static bool HasNumbers(Table table, int column) => new ColumnProfile(table.Column(column)).Type == ColumnType.Number;

    /// <summary>Whether one of a name's words is an outcome. Words end where letters do, and where a capital follows a small letter.</summary>
    private static bool IsOutcome(string name)
    {
        if (Array.Exists(OutcomeWordsInChinese, word => name.Contains(word, StringComparison.Ordinal))) return true;
        int start = 0;
        for (int i = 1; i <= name.Length; i++)
        {
            bool ends = i == name.Length || !char.IsAsciiLetter(name[i]) || (char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (!ends) continue;
            string word = name[start..i].TrimStart(' ', '_', '-', '.');
            if (OutcomeWords.Contains(word, StringComparer.OrdinalIgnoreCase)) return true;
            start = i;
        }

        return false;
    }
}
