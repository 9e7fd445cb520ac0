using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Training rows that say the same but are labelled differently: at least one of the labels is wrong, or something that decides is not in the table.</summary>
internal sealed class Contradictions : QualityCheck
{
    private const double Many = 0.05;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (data.Labels.Kind != LabelKind.OneClass) yield break;
        UInt128[] keys = RowKeys.Of(data);
        int[] odd = [.. data.Split.Train.GroupBy(row => keys[row])
            .Where(same => same.Select(row => data.Labels.Classes[row]).Distinct().Skip(1).Any())
            .SelectMany(same => same).Order()];
        if (odd.Length == 0) yield break;
        double share = (double)odd.Length / data.Split.Train.Length;
        yield return new Finding("suspicious-labels", share > Many ? Severity.Warning : Severity.Note, QualityMessages.Contradictions(odd.Length, share), QualityMessages.ContradictionsAdvice) { Rows = odd.Length, Examples = data.Examples(odd) };
    }
}
