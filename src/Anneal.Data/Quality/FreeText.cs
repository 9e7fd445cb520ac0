using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Columns of prose or names, nearly every cell different, which a task on tables does not learn from.</summary>
internal sealed class FreeText : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular) yield break;
        string[] columns = [.. data.Schema.Columns.Where(c => c.Type == ColumnType.Text && c.Role == ColumnRole.Ignored && !data.IsIgnoredByUser(c)).Select(c => c.Name)];
        if (columns.Length > 0) yield return new Finding("free-text", Severity.Note, QualityMessages.FreeText(columns), QualityMessages.FreeTextAdvice(columns[0])) { Columns = columns, LeftOut = true };
    }
}
