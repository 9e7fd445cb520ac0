using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Four queries of a head that follow each other in their sequence against a page: what is loaded of it serves all of them, and each has the sums that it has alone.</summary>
internal static unsafe class FourQueries<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    private const int PageTokens = CachedAttentionProblem<T>.PageTokens;

    /// <summary>Scores of the first <paramref name="count"/> keys and of those behind them up to a whole pair of vectors.</summary>
    /// <param name="query">The first query.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="keys">[size, page tokens].</param>
    /// <param name="scores">[4, page tokens].</param>
    /// <param name="count">How many keys.</param>
    /// <param name="size">Features of a head.</param>
    /// <param name="factor">Multiplies the scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(T* query, nint stride, T* keys, T* scores, int count, nint size, double factor)
    {
        V scale = L.Constant(factor);
        T* q1 = query + stride;
        T* q2 = q1 + stride;
        T* q3 = q2 + stride;
        for (int c = 0; c < count; c += 2 * L.Count)
        {
            V a0 = L.Zero, a1 = L.Zero, b0 = L.Zero, b1 = L.Zero, c0 = L.Zero, c1 = L.Zero, d0 = L.Zero, d1 = L.Zero;
            T* at = keys + c;
            for (nint i = 0; i < size; i++, at += PageTokens)
            {
                V k0 = L.Load(at), k1 = L.Load(at + L.Count), x = L.Broadcast(query[i]);
                a0 = L.MultiplyAdd(x, k0, a0);
                a1 = L.MultiplyAdd(x, k1, a1);
                x = L.Broadcast(q1[i]);
                b0 = L.MultiplyAdd(x, k0, b0);
                b1 = L.MultiplyAdd(x, k1, b1);
                x = L.Broadcast(q2[i]);
                c0 = L.MultiplyAdd(x, k0, c0);
                c1 = L.MultiplyAdd(x, k1, c1);
                x = L.Broadcast(q3[i]);
                d0 = L.MultiplyAdd(x, k0, d0);
                d1 = L.MultiplyAdd(x, k1, d1);
            }
            T* to = scores + c;
            L.Store(to, L.Multiply(a0, scale));
            L.Store(to + L.Count, L.Multiply(a1, scale));
            to += PageTokens;
            L.Store(to, L.Multiply(b0, scale));
            L.Store(to + L.Count, L.Multiply(b1, scale));
            to += PageTokens;
            L.Store(to, L.Multiply(c0, scale));
            L.Store(to + L.Count, L.Multiply(c1, scale));
            to += PageTokens;
            L.Store(to, L.Multiply(d0, scale));
            L.Store(to + L.Count, L.Multiply(d1, scale));
        }
    }

    /// <summary>Multiplies the sums so far and adds the weighted values of the first <paramref name="count"/> tokens.</summary>
    /// <param name="weights">[4, page tokens].</param>
    /// <param name="values">[page tokens, size].</param>
    /// <param name="sums">The first query's sums.</param>
    /// <param name="stride">From one query's sums to the next.</param>
    /// <param name="shrink">[4, lanes]: what multiplies the sums so far.</param>
    /// <param name="count">How many tokens.</param>
    /// <param name="size">Features of a head: whole pairs of vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddValues(T* weights, T* values, T* sums, nint stride, T* shrink, int count, nint size)
    {
        for (nint c = 0; c < size; c += 2 * L.Count)
        {
            T* to = sums + c;
            V f = L.Load(shrink);
            V a0 = L.Multiply(f, L.Load(to)), a1 = L.Multiply(f, L.Load(to + L.Count));
            to += stride;
            f = L.Load(shrink + L.Count);
            V b0 = L.Multiply(f, L.Load(to)), b1 = L.Multiply(f, L.Load(to + L.Count));
            to += stride;
            f = L.Load(shrink + (2 * L.Count));
            V c0 = L.Multiply(f, L.Load(to)), c1 = L.Multiply(f, L.Load(to + L.Count));
            to += stride;
            f = L.Load(shrink + (3 * L.Count));
            V d0 = L.Multiply(f, L.Load(to)), d1 = L.Multiply(f, L.Load(to + L.Count));
            T* at = values + c;
            T* w = weights;
            for (int t = 0; t < count; t++, at += size, w++)
            {
                V v0 = L.Load(at), v1 = L.Load(at + L.Count), x = L.Broadcast(*w);
                a0 = L.MultiplyAdd(x, v0, a0);
                a1 = L.MultiplyAdd(x, v1, a1);
                x = L.Broadcast(w[PageTokens]);
                b0 = L.MultiplyAdd(x, v0, b0);
                b1 = L.MultiplyAdd(x, v1, b1);
                x = L.Broadcast(w[2 * PageTokens]);
                c0 = L.MultiplyAdd(x, v0, c0);
                c1 = L.MultiplyAdd(x, v1, c1);
                x = L.Broadcast(w[3 * PageTokens]);
                d0 = L.MultiplyAdd(x, v0, d0);
                d1 = L.MultiplyAdd(x, v1, d1);
            }
            L.Store(to, d0);
            L.Store(to + L.Count, d1);
            to -= stride;
            L.Store(to, c0);
            L.Store(to + L.Count, c1);
            to -= stride;
            L.Store(to, b0);
            L.Store(to + L.Count, b1);
            to -= stride;
            L.Store(to, a0);
            L.Store(to + L.Count, a1);
        }
    }
}
