using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Attention's gradients written with ordinary operations, all scores in memory: what a second derivative is taken of.</summary>
internal static unsafe class AttentionFormula
{
    /// <returns>Gradients shaped as q, k and v.</returns>
    public static (Tensor Q, Tensor K, Tensor V) Backward(Tensor q, Tensor k, Tensor v, Tensor logSumExp, AttentionTerms terms, Tensor gradient)
    {
        if (terms.Window > 0 || terms.Softcap > 0) throw new NotSupportedException("Attention with a window or a cap has first gradients alone.");

        // The query heads of a group get an axis of their own, along which the key head broadcasts: [batch, key heads, group, time, size].
        int batch = q.Shape[0], keyHeads = k.Shape[1], group = q.Shape[1] / keyHeads, queries = q.Shape[2], keys = k.Shape[2];
        Tensor grouped = q.Reshape(batch, keyHeads, group, queries, q.Shape[3]);
        Tensor dy = gradient.Reshape(batch, keyHeads, group, queries, v.Shape[3]);
        Tensor k1 = k.Unsqueeze(2), v1 = v.Unsqueeze(2);

        Tensor scores = (grouped.MatMul(k1.T) * terms.Scale) + Constants(batch, q.Shape[1], queries, keys, terms, logSumExp, out Tensor empty).Reshape(batch, keyHeads, group, queries, keys);
        Tensor weights = scores.Exp();
        weights /= weights.Sum(-1, keepAxis: true) + empty.Reshape(batch, keyHeads, group, queries, 1);

        Tensor? factors = terms.Dropout.Probability == 0 ? null : Factors(batch, q.Shape[1], queries, keys, terms.Dropout, q.DType).Reshape(weights.Shape);
        Tensor dv = (factors is null ? weights : weights * factors).T.MatMul(dy).Sum(2);
        Tensor dp = dy.MatMul(v1.T);
        if (factors is not null) dp *= factors;
        Tensor ds = weights * (dp - (dp * weights).Sum(-1, keepAxis: true)) * terms.Scale;
        Tensor dq = ds.MatMul(k1).Reshape(q.Shape);
        Tensor dk = ds.T.MatMul(grouped).Sum(2);
        return (dq, dk, dv);
    }

    /// <summary>The masks less each row's log-sum-exp: a shift that softmax doesn't feel and that keeps the exponentials small.</summary>
    /// <param name="empty">1 for rows that see nothing, whose weights are all zero.</param>
    private static Tensor Constants(int batch, int heads, int queries, int keys, AttentionTerms terms, Tensor logSumExp, out Tensor empty)
    {
        DType dtype = logSumExp.DType;
        empty = Tensor.Zeros([batch, heads, queries], dtype);
        Tensor bias = Tensor.Uninitialized([batch, heads, queries, keys], dtype);
        if (dtype == DType.Float32) Fill<float>(bias, empty, logSumExp, terms);
        else Fill<double>(bias, empty, logSumExp, terms);
        return bias;
    }

    /// <summary>What dropout multiplies each weight with.</summary>
    private static Tensor Factors(int batch, int heads, int queries, int keys, AttentionDropout dropout, DType dtype)
    {
        Tensor factors = Tensor.Uninitialized([batch, heads, queries, keys], dtype);
        if (dtype == DType.Float32) Wide<FactorRows, float>.ForRange((long)batch * heads * queries, long.MaxValue, new FactorRows { To = factors.Pointer<float>(), Keys = keys, Dropout = dropout });
        else Wide<FactorRows, double>.ForRange((long)batch * heads * queries, long.MaxValue, new FactorRows { To = factors.Pointer<double>(), Keys = keys, Dropout = dropout });
        return factors;
    }

    private readonly struct FactorRows : ILaneKernel
    {
        public required void* To { get; init; }

        public required int Keys { get; init; }

        public required AttentionDropout Dropout { get; init; }

        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            const int Block = AttentionProblem<T>.KeyBlock;
            T* block = stackalloc T[Block];
            for (long row = start; row < end; row++)
            {
                for (int key = 0; key < Keys; key += Block)
                {
                    int count = Math.Min(Block, Keys - key);
                    Dropout.Factors<L, V, T>(row, Keys, key, block, count);
                    new ReadOnlySpan<T>(block, count).CopyTo(new Span<T>((T*)To + (row * Keys) + key, count));
                }
            }
        }
    }

    private static void Fill<T>(Tensor bias, Tensor empty, Tensor logSumExp, AttentionTerms terms)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        int heads = bias.Shape[1];
        var p = new AttentionProblem<T> { Heads = heads, Queries = bias.Shape[2], Keys = bias.Shape[3] };
        terms.Fill(ref p);
        T* to = bias.Pointer<T>();
        long rows = (long)bias.Shape[0] * heads * p.Queries;
        for (long row = 0; row < rows; row++)
        {
            int query = (int)(row % p.Queries), head = (int)(row / p.Queries % heads), batch = (int)(row / p.Queries / heads);
            T shift = logSumExp.Pointer<T>()[row];
            if (T.IsPositiveInfinity(shift))
            {
                empty.Pointer<T>()[row] = T.One;
                shift = T.Zero;
            }
            int visible = p.Visible(query, 0, p.Keys);
            for (int key = 0; key < p.Keys; key++, to++)
            {
                bool hidden = key >= visible
                    || (p.Padding is not null && p.Padding[((long)batch * p.Keys) + key] != 0)
                    || (p.Hidden.Data is not null && p.Hidden.At(batch, head, query)[key] != 0);
                *to = hidden ? T.NegativeInfinity : (p.Added.Data is null ? T.Zero : p.Added.At(batch, head, query)[key]) - shift;
            }
        }
    }
}
