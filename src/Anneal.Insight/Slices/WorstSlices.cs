using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Slices;

/// <summary>Looks for groups of rows, by one column or two, that the model is significantly worse on than on the others.</summary>
/// <remarks>
/// Many groups are looked at, so some look bad by chance: what is shown passes Benjamini and Hochberg's procedure (1995), of which
/// one in twenty is expected to be false at most.
/// </remarks>
public static class WorstSlices
{
    private const double FalseShare = 0.05;
    private const int MostColumns = 40;

    /// <summary>Finds them, the most certain first.</summary>
    /// <param name="table">The table.</param>
    /// <param name="features">The columns to look at.</param>
    /// <param name="rows">The rows of the answers, in their order.</param>
    /// <param name="answers">What the model answered.</param>
    /// <param name="most">How many to return at most.</param>
    public static IReadOnlyList<Slice> Find(Table table, IEnumerable<ColumnSchema> features, ReadOnlySpan<int> rows, Answers answers, int most = 8)
    {
        if (rows.Length != answers.Rows) throw new ArgumentException("As many answers as rows are needed.", nameof(answers));
        int fewest = Math.Max(20, rows.Length / 100);
        double[] losses = [.. Enumerable.Range(0, answers.Rows).Select(row => RowLoss(answers, row))];
        SliceStatistics all = default;
        foreach (double loss in losses) all = all.Add(loss);
        List<SliceColumn> columns = [];
        foreach (ColumnSchema column in features.Take(MostColumns)) columns.Add(SliceColumn.Of(table, column, rows, fewest));
        columns.RemoveAll(column => column.Conditions.Count == 0);

        List<Candidate> single = [.. columns.SelectMany(column => Cut(column, other: null, losses, all))];
        Dictionary<SliceCondition, double> alone = single.ToDictionary(one => one.Conditions[0], one => one.Statistics.Mean);
        List<Candidate> candidates = [.. single];
        for (int first = 0; first < columns.Count; first++)
        {
            for (int second = first + 1; second < columns.Count; second++) candidates.AddRange(Cut(columns[first], columns[second], losses, all));
        }

        candidates.RemoveAll(one => one.Statistics.Count < fewest || one.Statistics.Count > losses.Length * 0.8);
        bool share = answers.Kind != LabelKind.Number;
        return [.. Choose(Significant(candidates).Where(one => one.Conditions.Length == 1 || AddsToItsParts(one, alone, all)), most).Select(one => Describe(one, all, share))];
    }

    /// <summary>1 where the answer is wrong, else 0; of a number the absolute error.</summary>
    private static double RowLoss(Answers answers, int row) => answers.Kind switch
    {
        LabelKind.OneClass => answers.Told[row] == answers.Classes[row] ? 0 : 1,
        LabelKind.ManyClasses => Enumerable.Range(0, answers.Outputs).Any(k => answers.Is(row, k) != answers.Tells(row, k)) ? 1 : 0,
        _ => Math.Abs(answers.Error(row)),
    };

    /// <summary>The groups of one column, or of two crossed, in one pass over the rows.</summary>
    private static IEnumerable<Candidate> Cut(SliceColumn column, SliceColumn? other, double[] losses, SliceStatistics all)
    {
        int width = other?.Conditions.Count ?? 1;
        SliceStatistics[] cells = new SliceStatistics[column.Conditions.Count * width];
        for (int row = 0; row < losses.Length; row++)
        {
            int first = column.Groups[row];
            int second = other?.Groups[row] ?? 0;
            if (first < 0 || second < 0) continue;
            int cell = (first * width) + second;
            cells[cell] = cells[cell].Add(losses[row]);
        }

        for (int cell = 0; cell < cells.Length; cell++)
        {
            if (cells[cell].Count == 0) continue;
            int first = cell / width;
            int second = cell % width;
            SliceCondition[] conditions = other is null ? [column.Conditions[first]] : [column.Conditions[first], other.Conditions[second]];
            yield return new Candidate(
                conditions,
                cells[cell],
                cells[cell].Excess(all),
                row => column.Groups[row] == first && (other is null || other.Groups[row] == second),
                losses.Length);
        }
    }

    private static List<Candidate> Significant(List<Candidate> candidates)
    {
        candidates.Sort((a, b) => b.Excess.CompareTo(a.Excess));
        int last = -1;
        for (int i = 0; i < candidates.Count; i++)
        {
            if (SliceStatistics.Chance(candidates[i].Excess) <= FalseShare * (i + 1) / candidates.Count) last = i;
        }

        return candidates[..(last + 1)];
    }

    /// <summary>Two conditions are worth a reader's time only when they are clearly worse together than either alone.</summary>
    private static bool AddsToItsParts(Candidate pair, Dictionary<SliceCondition, double> alone, SliceStatistics all)
    {
        double worse = Math.Max(alone[pair.Conditions[0]], alone[pair.Conditions[1]]);
        return pair.Statistics.Mean - worse > 0.3 * Math.Max(worse - all.Mean, 0.1 * all.Mean);
    }

    /// <summary>The first ones, without those that are nearly the same rows as one before.</summary>
    private static List<Candidate> Choose(IEnumerable<Candidate> significant, int most)
    {
        List<(Candidate Candidate, HashSet<int> Rows)> chosen = [];
        foreach (Candidate candidate in significant)
        {
            if (chosen.Count == most) break;
            HashSet<int> rows = [.. Enumerable.Range(0, candidate.AllRows).Where(candidate.Holds)];
            if (!chosen.Exists(one => Overlap(one.Rows, rows) > 0.6)) chosen.Add((candidate, rows));
        }

        return [.. chosen.Select(one => one.Candidate)];
    }

    private static double Overlap(HashSet<int> first, HashSet<int> second)
    {
        int both = first.Count(second.Contains);
        return both / (double)(first.Count + second.Count - both);
    }

    private static Slice Describe(Candidate candidate, SliceStatistics all, bool share)
    {
        Interval wrong = candidate.Statistics.Interval(share);
        return share
            ? new Slice(candidate.Conditions, (int)candidate.Statistics.Count, 1 - candidate.Statistics.Mean, new Interval(1 - wrong.High, 1 - wrong.Low), 1 - all.Mean)
            : new Slice(candidate.Conditions, (int)candidate.Statistics.Count, candidate.Statistics.Mean, wrong, all.Mean);
    }

    private sealed record Candidate(SliceCondition[] Conditions, SliceStatistics Statistics, double Excess, Func<int, bool> Holds, int AllRows);
}
