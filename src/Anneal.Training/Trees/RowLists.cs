namespace Anneal.Training.Trees;

/// <summary>The rows of a tree's nodes: each node's rows lie one after another, in rising order, in one of two lists; a split moves them to the other.</summary>
internal sealed class RowLists(int rows, int threads)
{
    private const int RowsAtOnce = 8192;

    private readonly int[] first = GC.AllocateUninitializedArray<int>(rows, pinned: true);
    private readonly int[] second = GC.AllocateUninitializedArray<int>(rows, pinned: true);

    public ReadOnlySpan<int> Of(GrowingNode node) => (node.InSecondList ? second : first).AsSpan(node.First, node.Count);

    /// <summary>Puts the rows of a tree in, all or a share of them.</summary>
    /// <returns>How many there are.</returns>
    public int Fill(double share, ulong seed, ulong tree)
    {
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            if (share >= 1 || Draw.Unit(seed, tree, (ulong)row) < share) first[count++] = row;
        }

        return count;
    }

    /// <summary>Shares the rows of nodes out to their children.</summary>
    /// <returns>For each node how many rows went left.</returns>
    public int[] Part(IReadOnlyList<GrowingNode> nodes, BinnedRows bins)
    {
        List<(int Node, int Start)> pieces = [];
        for (int n = 0; n < nodes.Count; n++)
        {
            for (int start = 0; start < nodes[n].Count; start += RowsAtOnce) pieces.Add((n, start));
        }

        int[] lefts = new int[pieces.Count], total = new int[nodes.Count];
        byte[][] sides = new byte[nodes.Count][];
        for (int n = 0; n < sides.Length; n++) sides[n] = Sides(nodes[n].Best.LeftBins);
        int work = nodes.Sum(node => node.Count) < RowsAtOnce ? 1 : threads;
        Parts.Run(pieces.Count, work, piece => lefts[piece] = CountLeft(pieces[piece]));

        // Where each piece writes: behind the left rows, or the right rows, of the pieces before it.
        int[] leftAt = new int[pieces.Count], rightAt = new int[pieces.Count];
        for (int piece = 0; piece < lefts.Length; piece++) total[pieces[piece].Node] += lefts[piece];
        for (int piece = 0, left = 0, right = 0; piece < lefts.Length; piece++)
        {
            (int node, int start) = pieces[piece];
            if (start == 0) (left, right) = (nodes[node].First, nodes[node].First + total[node]);
            (leftAt[piece], rightAt[piece]) = (left, right);
            left += lefts[piece];
            right += Math.Min(RowsAtOnce, nodes[node].Count - start) - lefts[piece];
        }

        Parts.Run(pieces.Count, work, piece => Move(pieces[piece], leftAt[piece], rightAt[piece]));
        return total;

        int CountLeft((int Node, int Start) piece)
        {
            Piece look = Look(piece);
            byte[] side = sides[piece.Node];
            int left = 0;
            foreach (int row in look.Rows) left += side[look.Bytes[row * look.Width]];
            return left;
        }

        void Move((int Node, int Start) piece, int left, int right)
        {
            Piece look = Look(piece);
            byte[] side = sides[piece.Node];
            int[] target = nodes[piece.Node].InSecondList ? first : second;
            foreach (int row in look.Rows)
            {
                // Without a branch: which side it is can't be guessed.
                int goesLeft = side[look.Bytes[row * look.Width]];
                target[right ^ ((left ^ right) & -goesLeft)] = row;
                left += goesLeft;
                right += 1 - goesLeft;
            }
        }

        Piece Look((int Node, int Start) piece)
        {
            GrowingNode node = nodes[piece.Node];
            int column = node.Best.Column;
            return new Piece(Of(node).Slice(piece.Start, Math.Min(RowsAtOnce, node.Count - piece.Start)), bins.GroupOf[column].AsSpan(bins.Offsets[column]), bins.Widths[column]);
        }
    }

    /// <summary>For each bin 1 where its rows go left.</summary>
    private static byte[] Sides(Bits left)
    {
        byte[] sides = new byte[Histogram.BinsOfColumn];
        for (int bin = 0; bin < sides.Length; bin++) sides[bin] = left.Has(bin) ? (byte)1 : (byte)0;
        return sides;
    }

    /// <summary>Some rows of a node, and the bins of the column that it is split by.</summary>
    private readonly ref struct Piece(ReadOnlySpan<int> rows, ReadOnlySpan<byte> bytes, int width)
    {
        public readonly ReadOnlySpan<int> Rows = rows;
        public readonly ReadOnlySpan<byte> Bytes = bytes;
        public readonly int Width = width;
    }
}
