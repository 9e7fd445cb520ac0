using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>A class without training rows: it can't be learnt, and every row of it is a sure mistake.</summary>
internal sealed class UnseenClasses : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (data.Labels.Kind != LabelKind.OneClass) yield break;
        HashSet<int> learnt = [.. data.Split.Train.Select(row => data.Labels.Classes[row])];
        for (int c = 0; c < data.Labels.Names.Count; c++)
        {
            if (learnt.Contains(c)) continue;
            int[] rows = [.. data.Split.Valid.Concat(data.Split.Test).Where(row => data.Labels.Classes[row] == c).Order()];
            if (rows.Length == 0) continue;
            yield return new Finding("unseen-class", Severity.Error, QualityMessages.UnseenClass(data.Schema.Label.Name, data.Labels.Names[c], rows.Length), QualityMessages.UnseenClassAdvice)
            {
                Columns = [data.Schema.Label.Name],
                Rows = rows.Length,
                Examples = data.Examples(rows),
            };
        }
    }
}
