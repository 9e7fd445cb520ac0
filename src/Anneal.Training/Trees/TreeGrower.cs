namespace Anneal.Training.Trees;

/// <summary>Grows one tree at a time on the gradient pairs of the rows.</summary>
internal sealed class TreeGrower(TreeOptions options, BinnedRows bins, GradientPairs pairs)
{
    /// <summary>Additions to histograms below which waking other threads costs more than it brings.</summary>
    private const int WorthSharing = 30_000;

    private readonly RowLists lists = new(bins.Rows, options.Threads);
    private readonly Stack<long[]> free = new();
    private readonly int columns = bins.Bins.Length;
    private SplitSearch search = null!;
    private bool[] inTree = [];

    /// <summary>The rows of a leaf of the tree that was grown last.</summary>
    public ReadOnlySpan<int> RowsOf(GrowingNode leaf) => lists.Of(leaf);

    /// <summary>Grows a tree.</summary>
    /// <param name="number">The tree's number, for what is drawn at random.</param>
    /// <returns>The root; nodes without children are leaves.</returns>
    public GrowingNode Grow(ulong number)
    {
        search = new SplitSearch(options, bins.Bins, pairs);
        inTree = Choose(options.ColumnShare, null, number, 0);
        int count = lists.Fill(options.RowShare, options.Seed, number);
        GrowingNode root = new() { Count = count, Histogram = Rent(), Number = 1 };
        root.Sum = SumOf(root);
        FindSplits([(root, null)]);

        List<GrowingNode> open = [root];
        int leaves = 1;
        while (leaves < options.Leaves)
        {
            open.RemoveAll(node =>
            {
                if (node.Best.Gain > 0) return false;
                Return(node);
                return true;
            });
            if (open.Count == 0) break;
            open.Sort((a, b) => a.Best.Gain != b.Best.Gain ? b.Best.Gain.CompareTo(a.Best.Gain) : a.Number.CompareTo(b.Number));
            int now = options.BestFirst ? 1 : Math.Min(open.Count, options.Leaves - leaves);
            List<GrowingNode> batch = open.GetRange(0, now);
            open.RemoveRange(0, now);
            leaves += now;
            open.AddRange(Divide(batch, number, leaves < options.Leaves));
        }

        foreach (GrowingNode node in open) Return(node);
        return root;
    }

    /// <summary>Splits the nodes and finds out how their children are best split.</summary>
    /// <returns>The children that may be split.</returns>
    private List<GrowingNode> Divide(List<GrowingNode> nodes, ulong tree, bool goesOn)
    {
        int[] lefts = lists.Part(nodes, bins);
        List<(GrowingNode Small, GrowingNode? Large)> work = [];
        List<GrowingNode> children = [];
        for (int n = 0; n < nodes.Count; n++)
        {
            GrowingNode node = nodes[n];
            (GrowingNode left, GrowingNode right) = Children(node, lefts[n]);
            (node.Left, node.Right) = (left, right);
            if (!goesOn || node.Depth + 1 >= options.Depth || node.Count < 3)
            {
                Return(node);
                continue;
            }

            // Only the smaller child's rows are read: what is left of the parent's sums is the other child's.
            (GrowingNode small, GrowingNode large) = left.Count <= right.Count ? (left, right) : (right, left);
            (small.Histogram, large.Histogram, node.Histogram) = (Rent(), node.Histogram, null);
            work.Add((small, large));
            children.Add(left);
            children.Add(right);
        }

        FindSplits(work);
        return children;
    }

    private (GrowingNode Left, GrowingNode Right) Children(GrowingNode node, int leftCount)
    {
        long rightSum = node.Sum - node.Best.Left;
        double middle = (search.Answer(node.Best.Left, node.Low, node.High) + search.Answer(rightSum, node.Low, node.High)) / 2;
        int direction = options.Monotone?[node.Best.Column] ?? 0;
        GrowingNode left = new()
        {
            First = node.First, Count = leftCount, Depth = node.Depth + 1, Sum = node.Best.Left, InSecondList = !node.InSecondList, Number = 2 * node.Number,
            Low = direction < 0 ? middle : node.Low, High = direction > 0 ? middle : node.High,
        };
        GrowingNode right = new()
        {
            First = node.First + leftCount, Count = node.Count - leftCount, Depth = node.Depth + 1, Sum = rightSum, InSecondList = !node.InSecondList, Number = (2 * node.Number) + 1,
            Low = direction > 0 ? middle : node.Low, High = direction < 0 ? middle : node.High,
        };
        return (left, right);
    }

    /// <summary>Makes the histograms of nodes, and of their siblings by subtraction, and looks through both while they are in the cache.</summary>
    private void FindSplits(List<(GrowingNode Small, GrowingNode? Large)> work)
    {
        int groups = bins.Groups.Length;
        Split[] best = new Split[work.Count * groups * 2];
        bool[][] chosen = new bool[work.Count * 2][];
        for (int i = 0; i < work.Count; i++)
        {
            chosen[2 * i] = Choose(options.NodeColumnShare, inTree, work[i].Small.Number, 1);
            if (work[i].Large is { } large) chosen[(2 * i) + 1] = Choose(options.NodeColumnShare, inTree, large.Number, 1);
        }

        long additions = work.Sum(pair => (long)pair.Small.Count + 256) * columns;
        Parts.Run(work.Count * groups, additions < WorthSharing ? 1 : options.Threads, part =>
        {
            (int i, int g) = (part / groups, part % groups);
            (GrowingNode small, GrowingNode? large) = work[i];
            int from = bins.Starts[g], width = bins.Starts[g + 1] - from;
            Span<long> sums = small.Histogram.AsSpan(from * Histogram.BinsOfColumn, width * Histogram.BinsOfColumn);
            sums.Clear();
            Histogram.Add(bins.Groups[g], width, pairs.Words, lists.Of(small), sums);
            Look(small, chosen[2 * i], from, width, ref best[2 * part]);
            if (large is null) return;
            Histogram.Subtract(large.Histogram.AsSpan(from * Histogram.BinsOfColumn, width * Histogram.BinsOfColumn), sums);
            Look(large, chosen[(2 * i) + 1], from, width, ref best[(2 * part) + 1]);
        });

        for (int i = 0; i < work.Count; i++)
        {
            for (int g = 0; g < groups; g++)
            {
                int part = 2 * ((i * groups) + g);
                if (best[part].Gain > work[i].Small.Best.Gain) work[i].Small.Best = best[part];
                if (work[i].Large is { } large && best[part + 1].Gain > large.Best.Gain) large.Best = best[part + 1];
            }
        }
    }

    private void Look(GrowingNode node, bool[] chosen, int from, int width, ref Split best)
    {
        for (int column = from; column < from + width; column++)
        {
            if (chosen[column]) search.Look(column, node.Histogram.AsSpan(column * Histogram.BinsOfColumn, Histogram.BinsOfColumn), node.Sum, node.Low, node.High, ref best);
        }
    }

    /// <summary>Draws a share of some columns: those whose numbers come first.</summary>
    private bool[] Choose(double share, bool[]? among, ulong number, ulong purpose)
    {
        if (share >= 1 && among is not null) return among;
        bool[] chosen = new bool[columns];
        int[] candidates = [.. Enumerable.Range(0, columns).Where(c => among is null || among[c])];
        int count = share >= 1 ? candidates.Length : Math.Max(1, (int)Math.Ceiling(share * candidates.Length));
        if (count < candidates.Length)
        {
            ulong seed = Draw.Word(options.Seed, purpose, number);
            ulong[] keys = Array.ConvertAll(candidates, c => Draw.Word(seed, 2, (ulong)c));
            Array.Sort(keys, candidates);
        }

        foreach (int column in candidates.AsSpan(0, count)) chosen[column] = true;
        return chosen;
    }

    private long SumOf(GrowingNode node)
    {
        long sum = 0;
        foreach (int row in lists.Of(node)) sum += pairs.Words[row];
        return sum;
    }

    private long[] Rent() => free.Count > 0 ? free.Pop() : GC.AllocateUninitializedArray<long>(columns * Histogram.BinsOfColumn, pinned: true);

    private void Return(GrowingNode node)
    {
        if (node.Histogram is { } histogram) free.Push(histogram);
        node.Histogram = null;
    }

    /// <summary>The answer of a leaf, before the learning rate.</summary>
    public double Answer(GrowingNode leaf) => search.Answer(leaf.Sum, leaf.Low, leaf.High);
}
