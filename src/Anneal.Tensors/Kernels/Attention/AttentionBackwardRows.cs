using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Turns a tile of scores back into weights, and the gradients of the weights into those of the scores.</summary>
/// <remarks>
/// The weights are P = e^(score - logSumExp). Through softmax, dS = P * (dP - delta) * scale, where a row's delta is the sum of
/// P * dP: it equals the product of the row's result with its gradient, which is known before the tiles are. With dropout the
/// values were weighted by P times a factor F: dP is F times what comes back from them, and nothing else changes.
/// </remarks>
internal readonly unsafe struct AttentionBackwardRows : ILaneKernel
{
    public required void* Problem { get; init; }

    public required int Batch { get; init; }

    public required int Head { get; init; }

    public required int Query { get; init; }

    public required int Key { get; init; }

    public required int Columns { get; init; }

    /// <summary>[rows, <see cref="AttentionProblem{T}.KeyBlock"/>]: scores in, weights out.</summary>
    public required void* Scores { get; init; }

    /// <summary>The same shape: gradients of the weights in, of the scores out.</summary>
    public required void* Gradients { get; init; }

    /// <summary>[batch, heads, queries].</summary>
    public required void* Deltas { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        bool masked = p.IsMasked;
        V scale = L.Constant(masked ? 1 : p.Scale), gradientScale = L.Constant(p.Scale);
        T* factors = stackalloc T[p.Dropout.Probability > 0 ? AttentionProblem<T>.KeyBlock : 0];
        nint row = ((((nint)Batch * p.Heads) + Head) * p.Queries) + Query;
        for (int r = (int)start; r < (int)end; r++)
        {
            T* s = (T*)Scores + (r * AttentionProblem<T>.KeyBlock);
            T* d = (T*)Gradients + (r * AttentionProblem<T>.KeyBlock);
            int seen = p.Visible(Query + r, Key, Columns);
            if (masked) AttentionMasks<L, V, T>.Apply(in p, Batch, Head, Query + r, Key, s, seen);

            if (p.Dropout.Probability > 0)
            {
                p.Dropout.Factors<L, V, T>(row + r, p.Keys, Key, factors, seen);
                Drop<L, V, T>(d, factors, seen);
            }

            V minus = L.Negate(L.Broadcast(p.LogSumExp[row + r])), delta = L.Broadcast(((T*)Deltas)[row + r]);
            int c = 0;
            if (p.Softcap > 0)
            {
                Capped<L, V, T>(s, d, seen, minus, delta, gradientScale, p.Softcap);
                c = seen;
            }
            for (; c <= seen - L.Count; c += L.Count)
            {
                V weight = Functions<L, V, T>.ExpOfNegative(L.MultiplyAdd(L.Load(s + c), scale, minus));
                L.Store(s + c, weight);
                L.Store(d + c, L.Multiply(L.Multiply(weight, gradientScale), L.Subtract(L.Load(d + c), delta)));
            }
            if (c < seen)
            {
                int lanes = seen - c;
                V weight = Functions<L, V, T>.ExpOfNegative(L.MultiplyAdd(L.LoadPartial(s + c, lanes, L.Zero), scale, minus));
                L.StorePartial(s + c, weight, lanes);
                L.StorePartial(d + c, L.Multiply(L.Multiply(weight, gradientScale), L.Subtract(L.LoadPartial(d + c, lanes, L.Zero), delta)), lanes);
            }
            for (c = seen; c < Columns; c++) s[c] = d[c] = default;
            if (p.Dropout.Probability > 0) Drop<L, V, T>(s, factors, seen);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Drop<L, V, T>(T* row, T* factors, int count)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        for (int c = 0; c < count; c += L.Count)
        {
            int lanes = Math.Min(L.Count, count - c);
            L.StorePartial(row + c, L.Multiply(L.LoadPartial(row + c, lanes, L.Zero), L.Load(factors + c)), lanes);
        }
    }

    /// <summary>As the loop above, through the cap: its slope at a capped score x is 1 - (x / cap)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Capped<L, V, T>(T* s, T* d, int count, V minus, V delta, V gradientScale, double cap)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V inverse = L.Constant(1 / cap);
        for (int c = 0; c < count; c += L.Count)
        {
            int lanes = Math.Min(L.Count, count - c);
            V x = L.LoadPartial(s + c, lanes, L.Zero), share = L.Multiply(x, inverse);

            // What a mask hides is minus infinity here: its slope must not make a NaN of its weight, which is zero.
            V slope = L.MaxNative(L.Subtract(L.Constant(1), L.Multiply(share, share)), L.Zero);
            V weight = Functions<L, V, T>.ExpOfNegative(L.Add(x, minus));
            L.StorePartial(s + c, weight, lanes);
            L.StorePartial(d + c, L.Multiply(L.Multiply(L.Multiply(weight, gradientScale), slope), L.Subtract(L.LoadPartial(d + c, lanes, L.Zero), delta)), lanes);
        }
    }
}
