using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Trees;
using Anneal.Training.Trees;

namespace Anneal.Training.Learners;

/// <summary>Chooses pairs of number columns that say more together than each alone, on the training rows: power is speed times torque, and trees need many splits to come near it.</summary>
/// <remarks>
/// Quick trees are shown every product, ratio and difference; the pairs that they gain most by are kept only if trees that see those, and no others, tell rows that were held back better than
/// trees that see none.
/// </remarks>
internal static class PairChoice
{
    /// <summary>More columns than this make too many pairs to tell luck from use.</summary>
    private const int MostColumns = 10;

    private const int MostOutputs = 5;
    private const int FewestRows = 1000;
    private const int MostRows = 6_000;
    private const int PartCount = 4;
    private const int MostPairs = 6;
    private const int RowsToCompare = 2000;

    /// <summary>A number with fewer values than this is a category in disguise.</summary>
    private const int FewestValues = 12;

    /// <summary>The share of the loss that the pairs must take away to be worth their time.</summary>
    private const double SmallestGain = 0.005;

    /// <summary>A pair whose numbers rise and fall with a better one's says the same.</summary>
    private const double Alike = 0.98;

    /// <summary>Chooses the pairs; none where they would not help.</summary>
    public static IReadOnlyList<NumberPair> Choose(LearningTask task)
    {
        string[] columns = [.. task.Schema.Features.Where(c => c.Type == ColumnType.Number && c.Distinct >= FewestValues).Select(c => c.Name)];
        int[] rows = [.. task.Split.Train.Distinct()];
        if (columns.Length is < 2 or > MostColumns || rows.Length < FewestRows || task.Labels.Kind == LabelKind.ManyClasses || task.Labels.Outputs > MostOutputs) return [];
        if (rows.Length > MostRows)
        {
            ulong[] keys = Array.ConvertAll(rows, row => Draw.Word((ulong)(uint)task.Train.Seed, 0x50616972, (ulong)row));
            Array.Sort(keys, rows);
            rows = rows[..MostRows];
        }

        LearningTask sample = task with { Split = task.Split with { Train = rows }, TrainWeights = null, Report = _ => { }, CheckpointFolder = null };
        Folds folds = new(sample, PartCount);
        LearningTask[] parts = [.. Enumerable.Range(0, PartCount).Select(folds.Without)];
        NumberPair[] all = [.. Candidates(columns)];
        double[] gains = new double[all.Length];
        for (int i = 0; i < PartCount; i += 2)
        {
            IReadOnlyList<double> found = Grow(parts[i], all, rounds: 100).Gains;
            for (int pair = 0; pair < gains.Length; pair++) gains[pair] += found[found.Count - gains.Length + pair];
        }

        NumberPair[] chosen = Best(all, gains, task.Table, rows);
        double plain = 0, with = 0;
        int better = 0;
        for (int i = 0; i < PartCount; i++)
        {
            double without = Grow(parts[i], [], rounds: 300).BestValidLoss, seeing = Grow(parts[i], chosen, rounds: 300).BestValidLoss;
            plain += without;
            with += seeing;
            if (seeing < without) better++;

            // Half of the parts against it is enough: most tables have no such pairs, and should not wait for long.
            if (i + 1 - better >= PartCount / 2) return [];
        }

        return with < (1 - SmallestGain) * plain ? chosen : [];
    }

    private static IEnumerable<NumberPair> Candidates(string[] columns)
    {
        for (int a = 0; a < columns.Length; a++)
        {
            for (int b = a + 1; b < columns.Length; b++)
            {
                yield return new NumberPair(columns[a], PairOperation.Product, columns[b]);
                yield return new NumberPair(columns[a], PairOperation.Ratio, columns[b]);
                yield return new NumberPair(columns[a], PairOperation.Difference, columns[b]);
            }
        }
    }

    private static TreeOutcome Grow(LearningTask part, NumberPair[] pairs, int rounds)
    {
        TreeInputs inputs = TreeInputs.Fit(part.Table, part.Schema with { Pairs = pairs }, part.Split.Train);
        OutputLink link = OutputLink.Of(part.TrainLabels);
        TreeOptions options = new() { Rounds = rounds, Patience = 15, LearningRate = 0.15, Leaves = 16, RowShare = 0.8, ColumnShare = 0.5, Seed = (ulong)part.Train.Seed };
        return new BoostedTrees(options).Fit(
            inputs.Read(part.Table, part.Split.Train),
            BoostedTreesLearner.Loss(part.TrainLabels, link),
            valid: inputs.Read(part.Table, part.Split.Valid),
            validLoss: BoostedTreesLearner.Loss(part.ValidLabels, link),
            cancellation: part.Cancellation);
    }

    /// <summary>The pairs that trees gained most by, none like a better one.</summary>
    private static NumberPair[] Best(NumberPair[] pairs, double[] gains, Table table, int[] rows)
    {
        int[] some = rows[..Math.Min(rows.Length, RowsToCompare)];
        List<(NumberPair Pair, double[] Ranks)> kept = [];
        foreach (int place in Enumerable.Range(0, pairs.Length).OrderByDescending(i => gains[i]).ThenBy(i => i))
        {
            if (kept.Count == MostPairs) break;
            double[] ranks = Ranks(pairs[place].Read(table, some));
            if (!kept.Exists(k => Math.Abs(Correlation(k.Ranks, ranks)) > Alike)) kept.Add((pairs[place], ranks));
        }

        return [.. kept.Select(k => k.Pair)];
    }

    /// <summary>Each number's place among the others, 0 to 1; NaN stays.</summary>
    private static double[] Ranks(double[] numbers)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Length).Where(i => !double.IsNaN(numbers[i])).OrderBy(i => numbers[i])];
        double[] ranks = new double[numbers.Length];
        Array.Fill(ranks, double.NaN);
        for (int at = 0; at < order.Length; at++)
            ranks[order[at]] = at > 0 && numbers[order[at]] == numbers[order[at - 1]] ? ranks[order[at - 1]] : (double)at / order.Length;
        return ranks;
    }

    private static double Correlation(double[] a, double[] b)
    {
        double n = 0, sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i])) continue;
            n++;
            sumA += a[i];
            sumB += b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
            products += a[i] * b[i];
        }

        double spread = Math.Sqrt((squaresA - (sumA * sumA / n)) * (squaresB - (sumB * sumB / n)));
        return n == 0 || spread == 0 ? 0 : (products - (sumA * sumB / n)) / spread;
    }
}
