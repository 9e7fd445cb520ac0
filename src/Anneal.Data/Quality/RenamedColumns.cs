using Anneal.Data.Messages;

namespace Anneal.Data.Quality;

/// <summary>Columns that had no name, or the name of another.</summary>
internal sealed class RenamedColumns : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data) => data.Table.Renamed.Select(renamed => new Finding(
        "column-name",
        Severity.Warning,
        renamed.Header.Length == 0 ? QualityMessages.ColumnWithoutName(renamed.Name) : QualityMessages.ColumnNameTwice(renamed.Header, renamed.Name),
        QualityMessages.ColumnNameAdvice)
    {
        Columns = [renamed.Name],
    });
}
