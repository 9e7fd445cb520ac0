using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Flags that the label is made of: each one, where it is set, means the same class, as the kinds of failure of a machine mean that it failed.</summary>
/// <remarks>
/// A single such flag may be an honest rule and stays; two or more are the label, told one by one. Between flags that
/// were found, or right beside three of them, other flags as rare belong to the same list even where they happen to decide nothing.
/// </remarks>
internal sealed class LabelParts : QualityCheck
{
    private const int FewestRows = 10;
    private const double AsGoodAsAlways = 0.98;
    private const double Chance = 1e-6;
    private const double Rare = 0.1;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular || data.Labels.Kind != LabelKind.OneClass) yield break;
        ColumnSchema[] columns = [.. data.Schema.Features];
        Flag?[] flags = Array.ConvertAll(columns, c => Read(data, c));
        foreach (int settled in flags.OfType<Flag>().Where(f => f.Class >= 0).Select(f => f.Class).Distinct().Order().ToArray())
        {
            HashSet<int> found = [.. Enumerable.Range(0, columns.Length).Where(i => flags[i]?.Class == settled)];
            if (found.Count < 2) continue;
            if (found.Count >= 3)
            {
                for (bool grew = true; grew;)
                {
                    int[] beside = [.. found.SelectMany(i => new[] { i - 1, i + 1 }).Where(i => i >= 0 && i < columns.Length && !found.Contains(i) && flags[i] is { Share: <= Rare } flag && SameValues(flag, flags[found.Min()]!))];
                    grew = beside.Length > 0;
                    found.UnionWith(beside);
                }
            }

            string[] names = [.. found.Order().Select(i => columns[i].Name)];
            yield return new Finding("label-parts", Severity.Warning, QualityMessages.LabelParts(names, data.Schema.Label.Name, data.Labels.Names[settled]), QualityMessages.KeepAdvice(names[0])) { Columns = names, LeftOut = true };
        }
    }

    private static bool SameValues(Flag a, Flag b) => a.Set == b.Set && a.Unset == b.Unset;

    /// <summary>The column as a flag, when it has two values of which one is rarer; null otherwise.</summary>
    private static Flag? Read(CheckedData data, ColumnSchema column)
    {
        IReadOnlyList<string?> cells = data.Cells(column);
        Dictionary<string, int[]> counts = new(StringComparer.Ordinal);
        int[] classes = new int[data.Labels.Names.Count];
        foreach (int row in data.Split.Train)
        {
            if (cells[row] is not { } cell) continue;
            if (!counts.TryGetValue(cell, out int[]? of)) counts.Add(cell, of = new int[classes.Length]);
            if (counts.Count > 2) return null;
            of[data.Labels.Classes[row]]++;
            classes[data.Labels.Classes[row]]++;
        }

        if (counts.Count != 2) return null;
        (string set, int[] with) = counts.MinBy(p => p.Value.Sum());
        string unset = counts.Keys.Single(k => k != set);
        int rows = with.Sum(), all = classes.Sum();
        int most = Array.IndexOf(with, with.Max());
        double usual = (double)classes[most] / all;
        bool settles = rows >= FewestRows && with[most] >= AsGoodAsAlways * rows && usual <= 0.5 && rows * Math.Log(usual) < Math.Log(Chance);
        return new Flag(set, unset, (double)rows / all, settles ? most : -1);
    }

    /// <summary>A column of two values.</summary>
    /// <param name="Set">The rarer one.</param>
    /// <param name="Unset">The other.</param>
    /// <param name="Share">The share of rows in which it is set.</param>
    /// <param name="Class">The class that it means, or -1.</param>
    private sealed record Flag(string Set, string Unset, double Share, int Class);
}
