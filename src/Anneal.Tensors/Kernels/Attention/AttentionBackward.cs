using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Which gradients a pass over the tiles computes.</summary>
[Flags]
internal enum AttentionGradients
{
    Queries = 1,
    KeysAndValues = 2,
}

/// <summary>Where the gradients come from and go to.</summary>
internal unsafe struct AttentionGradientViews<T>
    where T : unmanaged
{
    public HeadView<T> Output;
    public HeadView<T> Q;
    public HeadView<T> K;
    public HeadView<T> V;

    /// <summary>[batch, heads, queries]: see <see cref="AttentionDeltas"/>.</summary>
    public T* Deltas;
}

/// <summary>The backward pass of one key head with the query heads that read it, tile by tile; scores are computed again.</summary>
/// <remarks>
/// No two parts write to the same gradient. With enough heads one part does a whole head; with few, the work is cut once
/// along the keys for their gradients and once along the queries for theirs, at the price of computing the scores twice.
/// </remarks>
internal readonly unsafe struct AttentionBackward<T>(
    AttentionProblem<T>* problem, AttentionGradientViews<T>* gradients, AttentionGradients wanted, int blocksPerPart, int partsPerHead) : IJob
    where T : unmanaged
{
    private const int QueryBlock = AttentionProblem<T>.QueryBlock;
    private const int KeyBlock = AttentionProblem<T>.KeyBlock;

    private readonly AttentionProblem<T>* problem = problem;
    private readonly AttentionGradientViews<T>* gradients = gradients;

    public void Run(int index)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int part = index % partsPerHead, keyHead = index / partsPerHead % p.KeyHeads, batch = index / partsPerHead / p.KeyHeads;
        int firstKey = 0, endKey = p.Keys, firstQuery = 0, endQuery = p.Queries;
        if (wanted == (AttentionGradients.Queries | AttentionGradients.KeysAndValues)) Deltas(batch, keyHead);
        if (wanted == AttentionGradients.Queries)
        {
            firstQuery = part * blocksPerPart * QueryBlock;
            endQuery = Math.Min(p.Queries, firstQuery + (blocksPerPart * QueryBlock));
        }
        else
        {
            firstKey = part * blocksPerPart * KeyBlock;
            endKey = Math.Min(p.Keys, firstKey + (blocksPerPart * KeyBlock));
        }

        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (long)KeyBlock * ((2 * QueryBlock) + (2 * p.Size) + p.ValueSize));
        T* scores = (T*)lease.Pointer;
        T* scoreGradients = scores + (QueryBlock * KeyBlock);
        T* turnedKeys = scoreGradients + (QueryBlock * KeyBlock);
        T* turnedValues = turnedKeys + (p.Size * KeyBlock);
        T* keys = turnedValues + (p.ValueSize * KeyBlock);
        for (int key = firstKey; key < endKey; key += KeyBlock)
        {
            int columns = Math.Min(KeyBlock, endKey - key), wide = (columns + 15) & ~15;

            // All query blocks read these row by row: copied once, [size, keys] and, for the queries' gradients, [keys, size].
            Packing<T>.Strip(p.K.At(batch, keyHead, key), 1, p.K.TimeStride, p.Size, columns, turnedKeys, wide);
            Packing<T>.Strip(p.V.At(batch, keyHead, key), 1, p.V.TimeStride, p.ValueSize, columns, turnedValues, wide);
            AttentionRows.Copy(p.K.At(batch, keyHead, key), p.K.TimeStride, keys, columns, p.Size);
            int done = 0;
            int group = p.Heads / p.KeyHeads;
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
            {
                // Later queries see more keys: the first block writes the gradients of all keys that are seen, the others add to them.
                int lastBlock = firstQuery + ((endQuery - 1 - firstQuery) / QueryBlock * QueryBlock);
                for (int query = lastBlock; query >= firstQuery; query -= QueryBlock)
                    done = Math.Max(done, Tile(batch, head, keyHead, query, Math.Min(QueryBlock, endQuery - query), key, columns, wide, scores, scoreGradients, turnedKeys, turnedValues, keys, done > 0));
            }
            if (wanted == AttentionGradients.Queries) continue;
            AttentionRows.Clear(gradients->K.At(batch, keyHead, key + done), gradients->K.TimeStride, columns - done, p.Size);
            AttentionRows.Clear(gradients->V.At(batch, keyHead, key + done), gradients->V.TimeStride, columns - done, p.ValueSize);
        }
    }

    /// <summary>The deltas of all query heads that read this key head, where no other part needs them.</summary>
    private void Deltas(int batch, int keyHead)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        HeadView<T> output = gradients->Output;
        long group = p.Heads / p.KeyHeads, first = (((long)batch * p.Heads) + (keyHead * group)) * p.Queries;
        new Wide<AttentionDeltas, T>(new AttentionDeltas { Problem = problem, OutputGradient = &output, Deltas = gradients->Deltas }).Run(first, first + (group * p.Queries));
    }

    /// <summary>Returns how many of the keys were seen.</summary>
    private int Tile(
        int batch, int head, int keyHead, int query, int rows, int key, int columns, int wide, T* scores, T* scoreGradients, T* turnedKeys, T* turnedValues, T* keys, bool add)
    {
        ref readonly AttentionProblem<T> p = ref *problem;
        int seen = p.Visible(query + rows - 1, key, columns);
        if (seen == 0)
        {
            if (key == 0 && wanted.HasFlag(AttentionGradients.Queries))
                AttentionRows.Clear(gradients->Q.At(batch, head, query), gradients->Q.TimeStride, rows, p.Size);
            return 0;
        }

        // Whole vectors of columns cost no more than parts of them; those behind the last key hold zeros.
        int whole = Math.Min(wide, (seen + 15) & ~15);
        MatrixView<T> q = p.Q.Rows(batch, head, query), dy = gradients->Output.Rows(batch, head, query);
        Gemm.RunSerial(rows, whole, p.Size, q, new MatrixView<T>(turnedKeys, wide, 1), scores, KeyBlock);
        Gemm.RunSerial(rows, whole, p.ValueSize, dy, new MatrixView<T>(turnedValues, wide, 1), scoreGradients, KeyBlock);
        new Wide<AttentionBackwardRows, T>(new AttentionBackwardRows
        {
            Problem = problem, Batch = batch, Head = head, Query = query, Key = key, Columns = seen,
            Scores = scores, Gradients = scoreGradients, Deltas = gradients->Deltas,
        }).Run(0, rows);

        var weights = new MatrixView<T>(scores, KeyBlock, 1);
        var ds = new MatrixView<T>(scoreGradients, KeyBlock, 1);
        if (wanted.HasFlag(AttentionGradients.KeysAndValues))
        {
            var epilogue = new Epilogue<T> { Accumulate = add };
            Gemm.RunSerial(seen, p.ValueSize, rows, weights.Transposed, dy, gradients->V.At(batch, keyHead, key), gradients->V.TimeStride, epilogue);
            Gemm.RunSerial(seen, p.Size, rows, ds.Transposed, q, gradients->K.At(batch, keyHead, key), gradients->K.TimeStride, epilogue);
        }
        if (wanted.HasFlag(AttentionGradients.Queries))
        {
            Gemm.RunSerial(
                rows, p.Size, seen, ds, new MatrixView<T>(keys, p.Size, 1), gradients->Q.At(batch, head, query), gradients->Q.TimeStride,
                new Epilogue<T> { Accumulate = key > 0 });
        }
        return seen;
    }
}
