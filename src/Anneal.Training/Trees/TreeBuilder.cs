using Anneal.Models.Trees;

namespace Anneal.Training.Trees;

/// <summary>Collects grown trees in the form that models keep, and walks binned rows through the last of them.</summary>
internal sealed class TreeBuilder(ColumnBins[] bins, int threads)
{
    private const int RowsAtOnce = 4096;

    private readonly List<TreeNode> nodes = [];
    private readonly List<int> roots = [];
    private readonly List<uint> sets = [];

    /// <summary>The last tree's nodes as splits of bins; the left child's place stands in the split's bin.</summary>
    private readonly List<(Split Split, float Value, int Left)> last = [];

    public void Add(GrowingNode root, Func<GrowingNode, float> answer)
    {
        last.Clear();
        int start = nodes.Count;
        roots.Add(start);
        Queue<GrowingNode> queue = new([root]);
        int next = start + 1;
        while (queue.TryDequeue(out GrowingNode? node))
        {
            if (node.Left is null || node.Right is null)
            {
                float value = answer(node);
                nodes.Add(new TreeNode(value, 0, 0, 0, TreeNodeKind.Leaf, false));
                last.Add((default, value, -1));
                continue;
            }

            Split split = node.Best;
            ColumnBins column = bins[split.Column];
            bool missingLeft = split.LeftBins.Has(0);
            nodes.Add(column.IsCategory
                ? new TreeNode(0, next, AddSet(column, split.LeftBins), (ushort)split.Column, TreeNodeKind.Category, missingLeft)
                : new TreeNode(column.UpperEnd(split.Bin), next, 0, (ushort)split.Column, TreeNodeKind.Number, missingLeft));
            last.Add((split, 0, next - start));
            next += 2;
            queue.Enqueue(node.Left);
            queue.Enqueue(node.Right);
        }
    }

    /// <summary>Adds the last tree's answers to the scores of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">[rows, outputs].</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="output">The tree's output.</param>
    /// <param name="only">Says which rows; null for all.</param>
    public void AddAnswers(BinnedRows rows, float[] scores, int outputs, int output, Predicate<int>? only = null)
    {
        (Split Split, float Value, int Left)[] tree = [.. last];
        Parts.Rows(rows.Rows, RowsAtOnce, threads, (_, first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                if (only is not null && !only(row)) continue;
                int at = 0;
                while (tree[at].Left > 0)
                {
                    ref readonly Split split = ref tree[at].Split;
                    int bin = rows.GroupOf[split.Column][(row * rows.Widths[split.Column]) + rows.Offsets[split.Column]];
                    at = tree[at].Left + (split.LeftBins.Has(bin) ? 0 : 1);
                }

                scores[(row * outputs) + output] += tree[at].Value;
            }
        });
    }

    public TreeEnsemble Build(int trees, float[] start)
    {
        int end = trees < roots.Count ? roots[trees] : nodes.Count;
        return new TreeEnsemble(bins.Length, [.. nodes[..end]], [.. roots[..trees]], [.. sets], start);
    }

    private int AddSet(ColumnBins column, Bits left)
    {
        int at = sets.Count, words = (column.Categories + 31) / 32;
        sets.Add((uint)words);
        for (int w = 0; w < words; w++) sets.Add(0);
        for (int category = 0; category < column.Categories; category++)
        {
            if (column.IsIn(category, left)) sets[at + 1 + (category >> 5)] |= 1u << (category & 31);
        }

        return at;
    }
}
