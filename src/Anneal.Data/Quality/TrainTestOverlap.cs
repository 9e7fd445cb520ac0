using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Test rows that stand among the training rows too: on them the model may remember instead of knowing.</summary>
internal sealed class TrainTestOverlap : QualityCheck
{
    private const double Many = 0.05;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        UInt128[] keys = RowKeys.Of(data);
        HashSet<UInt128> learnt = [.. data.Split.Train.Select(row => keys[row])];
        int[] known = [.. data.Split.Test.Where(row => learnt.Contains(keys[row]))];
        if (known.Length == 0) yield break;
        double share = (double)known.Length / data.Split.Test.Length;
        yield return new Finding("train-test-overlap", share > Many ? Severity.Warning : Severity.Note, QualityMessages.Overlap(known.Length, share), QualityMessages.OverlapAdvice) { Rows = known.Length, Examples = data.Examples(known) };
    }
}
