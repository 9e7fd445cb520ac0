using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Keys and numbers that only tell rows apart. A number that counts rows tells their order, and with it how the table was put together, which no later row will have.</summary>
internal sealed class Identifiers : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular) yield break;
        foreach (ColumnSchema column in data.Schema.Columns.Where(c => c.Type == ColumnType.Identifier && c.Role == ColumnRole.Ignored && !data.IsIgnoredByUser(c)))
        {
            yield return new Finding("identifier", Severity.Note, QualityMessages.Identifier(column.Name, column.Values), QualityMessages.IdentifierAdvice(column.Name))
            {
                Columns = [column.Name],
                LeftOut = true,
            };
        }
    }
}
