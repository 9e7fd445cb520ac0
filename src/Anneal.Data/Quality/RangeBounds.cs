using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Columns that were computed from another: <c>price_min</c> and <c>price_max</c> beside a column <c>price</c> of ranges, which decides both.</summary>
internal sealed class RangeBounds : QualityCheck
{
    private static readonly string[] Endings = ["min", "max", "low", "high", "lower", "upper", "from", "to", "最小", "最大", "下限", "上限"];

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular) yield break;
        foreach (ColumnSchema range in data.Schema.Features.Where(c => c.Type == ColumnType.Category))
        {
            string[] bounds = [.. data.Schema.Features.Where(c => IsBoundOf(c.Name, range.Name) && Decides(data.Cells(range), data.Cells(c))).Select(c => c.Name)];
            if (bounds.Length > 0) yield return new Finding("derived", Severity.Note, QualityMessages.Derived(bounds, range.Name), QualityMessages.KeepAdvice(bounds[0])) { Columns = bounds, LeftOut = true };
        }
    }

    private static bool IsBoundOf(string column, string range) =>
        column.Length > range.Length && column.StartsWith(range, StringComparison.Ordinal)
        && Endings.Contains(column[range.Length..].TrimStart('_', '-', ' ', '.'), StringComparer.OrdinalIgnoreCase);

    private static bool Decides(IReadOnlyList<string?> from, IReadOnlyList<string?> to)
    {
        Dictionary<string, string?> told = new(StringComparer.Ordinal);
        for (int row = 0; row < from.Count; row++)
        {
            if (!told.TryAdd(from[row] ?? "", to[row]) && told[from[row] ?? ""] != to[row]) return false;
        }

        return true;
    }
}
