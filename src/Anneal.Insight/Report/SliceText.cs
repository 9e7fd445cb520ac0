using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Insight.Slices;

namespace Anneal.Insight.Report;

/// <summary>A slice in words.</summary>
internal static class SliceText
{
    public static Message Describe(Slice slice) => new(
        string.Join(" and ", slice.Conditions.Select(condition => condition.Describe().English)),
        string.Join("，且 ", slice.Conditions.Select(condition => condition.Describe().Chinese)));

    /// <summary>The share told right, or the mean error of numbers.</summary>
    public static string Score(double score, LabelKind kind) => kind == LabelKind.Number
        ? MetricCatalogue.Find("mae")!.Format(score)
        : (score * 100).ToString("0", CultureInfo.InvariantCulture) + " %";
}
