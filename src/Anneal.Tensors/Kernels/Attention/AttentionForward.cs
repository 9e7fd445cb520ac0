using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The forward pass of one head over a run of query blocks: one tile of scores at a time, so that memory grows with the length and not with its square.</summary>
/// <remarks>
/// Dao et al., "FlashAttention", 2022, and Dao, "FlashAttention-2", 2023. A few query blocks go along the keys together: each
/// block of keys and values is copied out of the projection once for all of them. Rows of a projection lie so far apart
/// (often a power of two) that read where they are they would push each other out of the first cache.
/// </remarks>
internal readonly unsafe struct AttentionForward<T>(AttentionProblem<T>* problem, int blocksPerPart, int partsPerHead, int headsPerPart) : IJob
    where T : unmanaged
{
    private const int QueryBlock = AttentionProblem<T>.QueryBlock;
    private const int KeyBlock = AttentionProblem<T>.KeyBlock;

    /// <summary>Queries that share a copy of the keys.</summary>
    private const int QueryGroup = 4 * QueryBlock;

    private readonly AttentionProblem<T>* problem = problem;

    public void Run(int index)
    {
        int part = index % partsPerHead, first = index / partsPerHead * headsPerPart;
        for (int head = first; head < first + headsPerPart; head++) Head(head, part, head + 1 < first + headsPerPart ? head + 1 : -1);
    }

    /// <param name="number">Which head of all, [batch, heads].</param>
    /// <param name="part">Which run of query blocks.</param>
    /// <param name="next">The head that comes next, or -1.</param>
    private void Head(int number, int part, int next)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int head = number % p.Heads, batch = number / p.Heads;
        int first = part * blocksPerPart * QueryBlock;
        int end = Math.Min(p.Queries, first + (blocksPerPart * QueryBlock));
        int group = Math.Min(QueryGroup, end - first);

        long numbers = ((long)KeyBlock * (QueryBlock + p.Size + p.ValueSize)) + ((long)group * (p.ValueSize + 2));
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * numbers);
        var memory = new Memory { Scores = (T*)lease.Pointer, Next = next };
        memory.Keys = memory.Scores + (QueryBlock * KeyBlock);
        memory.Values = memory.Keys + (p.Size * KeyBlock);
        memory.Maxima = memory.Values + (p.ValueSize * KeyBlock);
        memory.Totals = memory.Maxima + group;
        memory.Sums = memory.Totals + group;
        for (int query = first; query < end; query += group) Group(batch, head, query, Math.Min(group, end - query), in memory);
    }

    private void Group(int batch, int head, int query, int queries, in Memory memory)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int keyHead = head / (p.Heads / p.KeyHeads);
        int visible = p.Visible(query + queries - 1, 0, p.Keys);
        new Span<T>(memory.Sums, queries * p.ValueSize).Clear();
        new Span<T>(memory.Totals, queries).Clear();
        for (int key = 0; key < visible; key += KeyBlock)
        {
            // The keys turned, [size, keys], and the values as they are, [keys, size]: both are read row by row.
            int columns = Math.Min(KeyBlock, visible - key), wide = (columns + 15) & ~15;
            Packing<T>.Strip(p.K.At(batch, keyHead, key), 1, p.K.TimeStride, p.Size, columns, memory.Keys, wide);
            AttentionRows.Copy(p.V.At(batch, keyHead, key), p.V.TimeStride, memory.Values, columns, p.ValueSize);
            for (int row = 0; row < queries; row += QueryBlock)
            {
                int rows = Math.Min(QueryBlock, queries - row);
                int seen = p.Visible(query + row + rows - 1, key, columns);
                if (seen > 0) Tile(batch, head, query, row, rows, key, seen, wide, in memory);
            }
        }
        T* logSumExp = p.LogSumExp is null ? null : p.LogSumExp + ((((nint)batch * p.Heads) + head) * p.Queries) + query;
        new Wide<AttentionResultRows, T>(new AttentionResultRows
        {
            Sums = memory.Sums, Size = p.ValueSize, Maxima = memory.Maxima, Totals = memory.Totals, LogSumExp = logSumExp,
            Output = p.Output.At(batch, head, query), OutputStride = p.Output.TimeStride,
        }).Run(0, queries);
    }

    private void Tile(int batch, int head, int query, int row, int rows, int key, int seen, int wide, in Memory memory)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        T* sums = memory.Sums + (row * p.ValueSize);

        // Whole vectors of columns cost no more than parts of them; those behind the last key hold zeros.
        int whole = Math.Min(wide, (seen + 15) & ~15);
        Gemm.RunSerial(rows, whole, p.Size, p.Q.Rows(batch, head, query + row), new MatrixView<T>(memory.Keys, wide, 1), memory.Scores, KeyBlock);
        new Wide<AttentionForwardRows, T>(new AttentionForwardRows
        {
            Problem = problem, Batch = batch, Head = head, Query = query + row, Key = key, Columns = seen,
            Next = memory.Next, Scores = memory.Scores, Sums = sums, Maxima = memory.Maxima + row, Totals = memory.Totals + row,
        }).Run(0, rows);
        Gemm.RunSerial(
            rows, p.ValueSize, seen, new MatrixView<T>(memory.Scores, KeyBlock, 1), new MatrixView<T>(memory.Values, p.ValueSize, 1),
            sums, p.ValueSize, new Epilogue<T> { Accumulate = key > 0 });
    }

    /// <summary>Working memory of one part.</summary>
    private struct Memory
    {
        /// <summary>The head that comes next, or -1.</summary>
        public int Next;

        /// <summary>[query block, key block].</summary>
        public T* Scores;

        /// <summary>[size, key block].</summary>
        public T* Keys;

        /// <summary>[key block, value size].</summary>
        public T* Values;

        /// <summary>[queries].</summary>
        public T* Maxima;

        /// <summary>[queries].</summary>
        public T* Totals;

        /// <summary>[queries, value size].</summary>
        public T* Sums;
    }
}
