using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Classes that are rare: accuracy looks good without ever finding them.</summary>
internal sealed class Imbalance : QualityCheck
{
    private const double Rare = 0.1;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (data.Labels.Kind != LabelKind.OneClass || data.Split.Train.Length == 0) yield break;
        int classes = data.Labels.Names.Count;
        int[] counts = new int[classes];
        foreach (int row in data.Split.Train) counts[data.Labels.Classes[row]]++;
        int rarest = Array.IndexOf(counts, counts.Min());
        double share = (double)counts[rarest] / data.Split.Train.Length;

        // With many classes each is rare by arithmetic: what counts is how far below an even share it is.
        if (share * classes >= 2 * Rare) yield break;
        yield return new Finding("imbalance", Severity.Warning, QualityMessages.Imbalance(data.Labels.Names[rarest], counts[rarest], share), QualityMessages.ImbalanceAdvice) { Columns = [data.Schema.Label.Name] };
    }
}
