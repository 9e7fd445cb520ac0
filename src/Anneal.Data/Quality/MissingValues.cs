using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Cells without a value in the columns that are learnt from.</summary>
internal sealed class MissingValues : QualityCheck
{
    private const double Most = 0.5;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        int rows = data.Table.RowCount;
        ColumnSchema[] some = [.. data.Schema.Features.Where(c => c.Missing > 0).OrderByDescending(c => c.Missing)];
        ColumnSchema[] many = [.. some.Where(c => c.Missing > Most * rows)], few = [.. some.Except(many)];
        if (many.Length > 0) yield return Found(many, Severity.Warning, QualityMessages.MostlyMissingAdvice(many[0].Name));
        if (few.Length > 0) yield return Found(few, Severity.Note, QualityMessages.MissingAdvice);

        Finding Found(ColumnSchema[] columns, Severity severity, Message advice) =>
            new("missing", severity, QualityMessages.Missing(columns.Select(c => $"{c.Name} {((double)c.Missing / rows).ToString("0.0 %", CultureInfo.InvariantCulture)}")), advice) { Columns = [.. columns.Select(c => c.Name)] };
    }
}
