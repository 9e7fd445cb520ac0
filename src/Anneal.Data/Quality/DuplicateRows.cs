using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Rows that say what an earlier row says, in the columns learnt from and in the label.</summary>
internal sealed class DuplicateRows : QualityCheck
{
    private const double Many = 0.05;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        UInt128[] keys = RowKeys.Of(data);
        IReadOnlyList<string?> labels = data.Cells(data.Schema.Label);
        HashSet<(UInt128, string?)> seen = [];
        int[] again = [.. Enumerable.Range(0, keys.Length).Where(row => !seen.Add((keys[row], labels[row])))];
        if (again.Length == 0) yield break;
        Severity severity = again.Length > Many * keys.Length ? Severity.Warning : Severity.Note;
        yield return new Finding("duplicate-rows", severity, QualityMessages.Duplicates(again.Length, (double)again.Length / keys.Length), QualityMessages.DuplicatesAdvice) { Rows = again.Length, Examples = data.Examples(again) };
    }
}
