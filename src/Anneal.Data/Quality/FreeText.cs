using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;

namespace Anneal.Data.Quality;

/// <summary>Columns of prose or names, nearly every cell different: a task on tables learns from the words that their rows share, and leaves out those that share none.</summary>
internal sealed class FreeText : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular) yield break;
        List<string> empty = [];
        foreach (ColumnSchema column in data.Schema.Columns.Where(c => c.Type == ColumnType.Text && c.Role == ColumnRole.Feature))
        {
            IReadOnlyList<string?> cells = data.Cells(column);
            IReadOnlyList<string> words = CellWords.Frequent(Array.ConvertAll(data.Split.Train, row => cells[row]));
            if (words.Count == 0 && !data.Keep.Contains(column.Name)) empty.Add(column.Name);
            else yield return new Finding("text-features", Severity.Note, QualityMessages.TextFeatures(column.Name, words), QualityMessages.TextFeaturesAdvice(column.Name)) { Columns = [column.Name] };
        }

        if (empty.Count > 0) yield return new Finding("free-text", Severity.Note, QualityMessages.FreeText(empty), QualityMessages.FreeTextAdvice(empty[0])) { Columns = empty, LeftOut = true };
    }
}
