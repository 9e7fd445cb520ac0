using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The forward pass of one head over a run of query blocks: one tile of scores at a time, so that memory grows with the length and not with its square.</summary>
/// <remarks>Dao et al., "FlashAttention", 2022, and Dao, "FlashAttention-2", 2023.</remarks>
internal readonly unsafe struct AttentionForward<T>(AttentionProblem<T>* problem, int blocksPerPart, int partsPerHead) : IJob
    where T : unmanaged
{
    private readonly AttentionProblem<T>* problem = problem;

    public void Run(int index)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int part = index % partsPerHead, head = index / partsPerHead % p.Heads, batch = index / partsPerHead / p.Heads;
        int first = part * blocksPerPart * AttentionProblem<T>.QueryBlock;
        int end = Math.Min(p.Queries, first + (blocksPerPart * AttentionProblem<T>.QueryBlock));

        int tile = AttentionProblem<T>.QueryBlock * AttentionProblem<T>.KeyBlock;
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * ((long)tile + (AttentionProblem<T>.QueryBlock * (p.ValueSize + 2))));
        T* scores = (T*)lease.Pointer;
        T* maxima = scores + tile;
        T* totals = maxima + AttentionProblem<T>.QueryBlock;
        T* sums = totals + AttentionProblem<T>.QueryBlock;
        for (int query = first; query < end; query += AttentionProblem<T>.QueryBlock)
            Block(batch, head, query, Math.Min(AttentionProblem<T>.QueryBlock, end - query), scores, maxima, totals, sums);
    }

    private void Block(int batch, int head, int query, int rows, T* scores, T* maxima, T* totals, T* sums)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int keyHead = head / (p.Heads / p.KeyHeads);
        int visible = p.Visible(query + rows - 1, 0, p.Keys);
        if (visible == 0)
        {
            new Span<T>(sums, rows * p.ValueSize).Clear();
            new Span<T>(totals, rows).Clear();
        }
        for (int key = 0; key < visible; key += AttentionProblem<T>.KeyBlock)
        {
            int columns = Math.Min(AttentionProblem<T>.KeyBlock, visible - key);
            Gemm.RunSerial(
                rows, columns, p.Size, p.Q.Rows(batch, head, query), p.K.Rows(batch, keyHead, key).Transposed, scores, AttentionProblem<T>.KeyBlock);
            new Wide<AttentionForwardRows, T>(new AttentionForwardRows
            {
                Problem = problem, Batch = batch, Head = head, Query = query, Key = key, Columns = columns,
                Scores = scores, Sums = sums, Maxima = maxima, Totals = totals,
            }).Run(0, rows);
            Gemm.RunSerial(
                rows, p.ValueSize, columns, new MatrixView<T>(scores, AttentionProblem<T>.KeyBlock, 1), p.V.Rows(batch, keyHead, key),
                sums, p.ValueSize, new Epilogue<T> { Accumulate = key > 0 });
        }
        T* logSumExp = p.LogSumExp is null ? null : p.LogSumExp + ((((nint)batch * p.Heads) + head) * p.Queries) + query;
        new Wide<AttentionResultRows, T>(new AttentionResultRows
        {
            Sums = sums, Size = p.ValueSize, Maxima = maxima, Totals = totals, LogSumExp = logSumExp,
            Output = p.Output.At(batch, head, query), OutputStride = p.Output.TimeStride,
        }).Run(0, rows);
    }
}
