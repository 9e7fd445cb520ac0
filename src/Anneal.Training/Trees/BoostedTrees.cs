using Anneal.Models.Trees;

namespace Anneal.Training.Trees;

/// <summary>Fits trees one after another, each to what the ones before left over (Friedman, "Greedy function approximation", 2001; histograms as in LightGBM, Ke et al., 2017).</summary>
/// <param name="options">How.</param>
/// <param name="report">Hears of every round: its number from 1 and its validation loss (NaN without validation rows). False ends the fit there.</param>
public sealed class BoostedTrees(TreeOptions options, Func<int, double, bool>? report = null)
{
    private const int RowsAtOnce = 4096;

    /// <summary>Fits trees.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="loss">Their loss, which holds their labels.</param>
    /// <param name="weights">Their weights, or null.</param>
    /// <param name="valid">Rows to stop by, or null.</param>
    /// <param name="validLoss">Their loss.</param>
    /// <param name="validWeights">Their weights, or null.</param>
    /// <param name="cancellation">Stops between two rounds.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The fit was stopped.</exception>
    public TreeOutcome Fit(
        TreeColumns train,
        TreeLoss loss,
        float[]? weights = null,
        TreeColumns? valid = null,
        TreeLoss? validLoss = null,
        float[]? validWeights = null,
        CancellationToken cancellation = default)
    {
        if (options.Bins is < 2 or > 256) throw new ArgumentException("There can be 2 to 256 bins.", nameof(train));
        if (options.Monotone is { } monotone && monotone.Count != train.Count) throw new ArgumentException("Each column needs its direction.", nameof(train));
        ColumnBins[] bins = new ColumnBins[train.Count];
        Parts.Run(bins.Length, options.Threads, c => bins[c] = ColumnBins.Fit(train.Column(c), train.Categories[c], options.Bins));
        BinnedRows rows = new(train, bins, options.Threads);
        BinnedRows? validRows = valid is null ? null : new BinnedRows(valid, bins, options.Threads);

        int outputs = loss.Outputs;
        float[] start = loss.Start(weights), scores = Spread(start, rows.Rows), validScores = Spread(start, validRows?.Rows ?? 0);
        GradientPairs[] pairs = [.. Enumerable.Range(0, outputs).Select(_ => new GradientPairs(rows.Rows, options.Threads))];
        TreeGrower[] growers = Array.ConvertAll(pairs, p => new TreeGrower(options, rows, p));
        TreeBuilder builder = new(bins, options.Threads);
        double[] gains = new double[train.Count];
        int round = 0, best = 0;
        double bestLoss = double.PositiveInfinity;
        while (round < options.Rounds && (validRows is null || round - best < options.Patience))
        {
            cancellation.ThrowIfCancellationRequested();

            // All outputs' derivatives are of the scores before this round.
            for (int output = 0; output < outputs; output++) pairs[output].Fill(loss, scores, weights, output);
            for (int output = 0; output < outputs; output++)
            {
                ulong number = ((ulong)round * (ulong)outputs) + (ulong)output;
                TreeGrower grower = growers[output];
                GrowingNode root = grower.Grow(number);
                builder.Add(root, leaf => (float)(options.LearningRate * grower.Answer(leaf)));
                AddAnswers(grower, root, scores, outputs, output, gains);
                if (options.RowShare < 1) builder.AddAnswers(rows, scores, outputs, output, row => !(Draw.Unit(options.Seed, number, (ulong)row) < options.RowShare));
                if (validRows is not null) builder.AddAnswers(validRows, validScores, outputs, output);
            }

            round++;
            double now = validRows is null ? double.NaN : Mean(validLoss!, validScores, validWeights, validRows.Rows);
            if (validRows is null || now < bestLoss) (best, bestLoss) = (round, now);
            if (report?.Invoke(round, now) == false) break;
        }

        return new TreeOutcome(builder.Build(best * outputs, start), round, best, bestLoss, gains);
    }

    private void AddAnswers(TreeGrower grower, GrowingNode root, float[] scores, int outputs, int output, double[] gains)
    {
        List<GrowingNode> leaves = [];
        Stack<GrowingNode> stack = new([root]);
        while (stack.TryPop(out GrowingNode? node))
        {
            if (node.Left is null || node.Right is null)
            {
                leaves.Add(node);
                continue;
            }

            gains[node.Best.Column] += node.Best.Gain;
            stack.Push(node.Right);
            stack.Push(node.Left);
        }

        Parts.Run(leaves.Count, root.Count < RowsAtOnce ? 1 : options.Threads, i =>
        {
            float answer = (float)(options.LearningRate * grower.Answer(leaves[i]));
            foreach (int row in grower.RowsOf(leaves[i])) scores[(row * outputs) + output] += answer;
        });
    }

    private double Mean(TreeLoss loss, float[] scores, float[]? weights, int rows)
    {
        double[] sums = new double[(rows + RowsAtOnce - 1) / RowsAtOnce];
        Parts.Rows(rows, RowsAtOnce, options.Threads, (piece, first, count) => sums[piece] = loss.Sum(scores, weights, first, count));
        double all = weights is null ? rows : 0;
        foreach (float weight in weights ?? []) all += weight;
        return sums.Sum() / all;
    }

    private static float[] Spread(float[] start, int rows)
    {
        float[] scores = new float[rows * start.Length];
        for (int i = 0; i < scores.Length; i++) scores[i] = start[i % start.Length];
        return scores;
    }
}
