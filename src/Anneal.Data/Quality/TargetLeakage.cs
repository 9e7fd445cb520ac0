using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>A column that tells the label alone: it was most likely filled in when the outcome was known, and won't be there when it is not.</summary>
internal sealed class TargetLeakage : QualityCheck
{
    /// <summary>A column this good alone is the label in another form.</summary>
    private const double Certain = 0.995;

    /// <summary>A column this good, and far better than any other, is suspicious but may be honest.</summary>
    private const double Suspicious = 0.97;

    private const double FarAbove = 0.1;
    private const int FewestRows = 100;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular || data.Split.Train.Length < FewestRows) yield break;
        List<(ColumnSchema Column, double Score)> scores = [.. data.Schema.Features.Select(c => (c, SingleColumn.Score(data, c))).OrderByDescending(s => s.Item2)];
        double usual = scores.FirstOrDefault(s => s.Score < Suspicious).Score;
        string label = data.Schema.Label.Name;
        foreach ((ColumnSchema column, double score) in scores.TakeWhile(s => s.Score >= Suspicious))
        {
            if (score >= Certain)
            {
                yield return new Finding("target-leakage", Severity.Warning, QualityMessages.Leak(column.Name, label, Measure(data, score)), QualityMessages.LeakAdvice(column.Name)) { Columns = [column.Name], LeftOut = true };
            }
            else if (score - usual >= FarAbove)
            {
                yield return new Finding("target-leakage", Severity.Warning, QualityMessages.MaybeLeak(column.Name, label, Measure(data, score)), QualityMessages.MaybeLeakAdvice(column.Name)) { Columns = [column.Name] };
            }
        }
    }

    private static string Measure(CheckedData data, double score)
    {
        string number = score.ToString("0.000", CultureInfo.InvariantCulture);
        return data.Labels.Kind == LabelKind.Number ? $"R² {number}" : $"AUC {number}";
    }
}
