namespace Anneal.Models.Trees;

/// <summary>Trees whose answers are added up: what gradient boosting fits.</summary>
/// <remarks>
/// All nodes lie in one array. A set of categories is a run of words: how many follow, then one bit for each category. The trees of several outputs take
/// turns: tree t adds to output t modulo <see cref="Outputs"/>.
/// </remarks>
public sealed class TreeEnsemble
{
    /// <summary>Rows that walk through one tree before the next tree's turn: their cells and the tree stay in the nearest cache.</summary>
    private const int RowsAtOnce = 256;

    private readonly TreeNode[] nodes;
    private readonly int[] roots;
    private readonly uint[] sets;
    private readonly float[] start;

    /// <summary>Takes the parts as they are, and checks that every walk ends inside them.</summary>
    /// <param name="columns">Columns of a row.</param>
    /// <param name="nodes">The nodes of all trees; children stand behind their parents.</param>
    /// <param name="roots">The first node of each tree.</param>
    /// <param name="sets">The sets of categories.</param>
    /// <param name="start">What is added up upon, [outputs].</param>
    /// <exception cref="ArgumentException">A node points nowhere.</exception>
    public TreeEnsemble(int columns, TreeNode[] nodes, int[] roots, uint[] sets, float[] start)
    {
        if (start.Length == 0 || columns < 1 || columns > ushort.MaxValue + 1) throw new ArgumentException("Trees need 1 to 65,536 columns and at least one output.", nameof(columns));
        if (Array.Exists(roots, root => (uint)root >= (uint)nodes.Length)) throw new ArgumentException("A tree begins outside the nodes.", nameof(roots));
        for (int i = 0; i < nodes.Length; i++)
        {
            TreeNode node = nodes[i];
            bool right = node.Kind switch
            {
                TreeNodeKind.Leaf => true,
                TreeNodeKind.Number => Points(node, i),
                TreeNodeKind.Category => Points(node, i) && (uint)node.Set < (uint)sets.Length && sets[node.Set] < (uint)(sets.Length - node.Set),
                _ => false,
            };
            if (!right) throw new ArgumentException($"Node {i} points outside the trees.", nameof(nodes));
        }

        Columns = columns;
        this.nodes = nodes;
        this.roots = roots;
        this.sets = sets;
        this.start = start;

        // Children behind their parents: no walk can run in a circle.
        bool Points(TreeNode node, int i) => node.Left > i && node.Left < nodes.Length - 1 && node.Column < columns;
    }

    /// <summary>Columns of a row.</summary>
    public int Columns { get; }

    /// <summary>Numbers that a row gets.</summary>
    public int Outputs => start.Length;

    /// <summary>How many trees there are.</summary>
    public int Trees => roots.Length;

    /// <summary>The nodes of all trees.</summary>
    public ReadOnlySpan<TreeNode> Nodes => nodes;

    /// <summary>The first node of each tree.</summary>
    public ReadOnlySpan<int> Roots => roots;

    /// <summary>The sets of categories.</summary>
    public ReadOnlySpan<uint> Sets => sets;

    /// <summary>What the trees' answers are added to, [outputs].</summary>
    public ReadOnlySpan<float> Start => start;

    /// <summary>The sums of some rows, before any link function (log-odds, logits or values).</summary>
    /// <returns>[rows, outputs].</returns>
    /// <exception cref="ArgumentException">The rows have other columns.</exception>
    public float[] Scores(TreeColumns rows)
    {
        if (rows.Count != Columns) throw new ArgumentException($"These trees look at {Columns} columns, not {rows.Count}.", nameof(rows));
        float[] scores = new float[rows.Rows * Outputs];
        int parts = (rows.Rows + RowsAtOnce - 1) / RowsAtOnce;
        if (parts == 1 || (long)rows.Rows * Trees < 20_000)
        {
            for (int part = 0; part < parts; part++) Score(part);
        }
        else
        {
            Parallel.For(0, parts, Score);
        }

        return scores;

        void Score(int part)
        {
            int first = part * RowsAtOnce, count = Math.Min(RowsAtOnce, rows.Rows - first);
            float[] cells = new float[count * Columns];
            for (int c = 0; c < Columns; c++)
            {
                ReadOnlySpan<float> column = rows.Column(c).Slice(first, count);
                for (int i = 0; i < count; i++) cells[(i * Columns) + c] = column[i];
            }

            Span<float> sums = scores.AsSpan(first * Outputs, count * Outputs);
            for (int i = 0; i < sums.Length; i++) sums[i] = start[i % Outputs];
            for (int tree = 0; tree < roots.Length; tree++)
            {
                int output = tree % Outputs;
                for (int i = 0; i < count; i++) sums[(i * Outputs) + output] += Walk(roots[tree], cells.AsSpan(i * Columns, Columns));
            }
        }
    }

    private float Walk(int at, ReadOnlySpan<float> cells)
    {
        while (true)
        {
            ref readonly TreeNode node = ref nodes[at];
            if (node.Kind == TreeNodeKind.Leaf) return node.Value;
            float cell = cells[node.Column];
            bool left = float.IsNaN(cell) ? node.MissingLeft : node.Kind == TreeNodeKind.Number ? cell <= node.Value : Contains(node.Set, cell);
            at = left ? node.Left : node.Left + 1;
        }
    }

    private bool Contains(int set, float category)
    {
        uint code = (uint)(int)category;
        return code >> 5 < sets[set] && ((sets[set + 1 + (int)(code >> 5)] >> (int)(code & 31)) & 1) != 0;
    }
}
