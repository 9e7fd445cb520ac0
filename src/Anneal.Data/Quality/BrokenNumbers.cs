using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Quality;

/// <summary>Cells of a column of numbers that hold something else, which counts as missing.</summary>
internal sealed class BrokenNumbers : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        foreach (ColumnSchema column in data.Schema.Features.Where(c => c.Type is ColumnType.Number or ColumnType.Date))
        {
            IReadOnlyList<string?> cells = data.Cells(column);
            int[] broken = [.. Enumerable.Range(0, cells.Count).Where(row => cells[row] is { } cell && !(column.Type == ColumnType.Number ? Cell.TryNumber(cell, out _) : DateText.TryRead(cell, out _)))];
            if (broken.Length == 0) continue;
            yield return new Finding("broken-value", Severity.Warning, QualityMessages.BrokenValue(column.Name, column.Type == ColumnType.Number, broken.Length, cells[broken[0]]!), QualityMessages.BrokenValueAdvice(column.Name))
            {
                Columns = [column.Name],
                Rows = broken.Length,
                Examples = data.Examples(broken),
            };
        }
    }
}
