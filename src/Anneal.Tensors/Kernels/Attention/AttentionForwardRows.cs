using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>One step of the online softmax: turns a tile of scores into weights and brings what was summed before to the new maximum.</summary>
/// <remarks>
/// Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018: a row's weights so far are e^(score - max).
/// When a later tile brings a larger maximum, the old sums shrink by e^(old max - new max).
/// </remarks>
internal readonly unsafe struct AttentionForwardRows : ILaneKernel
{
    public required void* Problem { get; init; }

    public required int Batch { get; init; }

    public required int Head { get; init; }

    /// <summary>The tile's first query.</summary>
    public required int Query { get; init; }

    /// <summary>The tile's first key.</summary>
    public required int Key { get; init; }

    public required int Columns { get; init; }

    /// <summary>[rows, <see cref="AttentionProblem{T}.KeyBlock"/>]: scores in, weights out.</summary>
    public required void* Scores { get; init; }

    /// <summary>[rows, value size]: weighted values so far.</summary>
    public required void* Sums { get; init; }

    /// <summary>[rows].</summary>
    public required void* Maxima { get; init; }

    /// <summary>[rows]: sums of weights so far.</summary>
    public required void* Totals { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        V never = L.Constant(double.NegativeInfinity);
        bool masked = p.IsMasked;
        V scale = L.Constant(masked ? 1 : p.Scale);
        T* factors = stackalloc T[p.Dropout.Probability > 0 ? AttentionProblem<T>.KeyBlock : 0];
        long row = (((long)Batch * p.Heads + Head) * p.Queries) + Query;
        for (int r = (int)start; r < (int)end; r++)
        {
            T* s = (T*)Scores + (r * AttentionProblem<T>.KeyBlock);
            T* maximum = (T*)Maxima + r, total = (T*)Totals + r;
            int seen = p.Visible(Query + r, Key, Columns);
            if (masked) AttentionMasks<L, V, T>.Apply(in p, Batch, Head, Query + r, Key, s, seen);

            V top = never;
            int c = 0;
            for (; c <= seen - L.Count; c += L.Count) top = L.MaxNative(top, L.Multiply(scale, L.Load(s + c)));
            if (c < seen) top = L.MaxNative(top, L.Multiply(scale, L.LoadPartial(s + c, seen - c, L.Broadcast(*s))));
            V before = Key == 0 ? never : L.Broadcast(*maximum);
            V now = L.Max(before, L.Broadcast(L.MaxOf(top)));
            L.StorePartial(maximum, now, 1);

            // A row that has seen nothing yet: any base does, so long as minus infinity stays minus infinity.
            V zero = L.Select(L.EqualTo(now, never), L.Zero, now), minus = L.Negate(zero);
            V sum = L.Zero;
            for (c = 0; c <= seen - L.Count; c += L.Count)
            {
                V weight = Functions<L, V, T>.ExpOfNegative(L.MultiplyAdd(L.Load(s + c), scale, minus));
                L.Store(s + c, weight);
                sum = L.Add(sum, weight);
            }
            if (c < seen)
            {
                V weight = Functions<L, V, T>.ExpOfNegative(L.MultiplyAdd(L.LoadPartial(s + c, seen - c, L.Zero), scale, minus));
                L.StorePartial(s + c, weight, seen - c);
                sum = L.Add(sum, L.LoadPartial(s + c, seen - c, L.Zero));
            }
            for (c = seen; c < Columns; c++) s[c] = default;
            if (p.Dropout.Probability > 0)
            {
                // Behind the sum: weights are dropped after they have been made to sum up to one.
                p.Dropout.Factors<L, V, T>(row + r, p.Keys, Key, factors, seen);
                for (c = 0; c < seen; c += L.Count)
                {
                    int lanes = Math.Min(L.Count, seen - c);
                    L.StorePartial(s + c, L.Multiply(L.LoadPartial(s + c, lanes, L.Zero), L.Load(factors + c)), lanes);
                }
            }

            V added = L.Broadcast(L.Sum(sum));
            if (Key == 0)
            {
                L.StorePartial(total, added, 1);
                continue;
            }
            V shrink = Functions<L, V, T>.ExpOfNegative(L.Subtract(before, zero));
            L.StorePartial(total, L.MultiplyAdd(L.Broadcast(*total), shrink, added), 1);
            if (!L.AnySet(L.GreaterThan(now, before))) continue;
            T* sums = (T*)Sums + (r * p.ValueSize);
            for (c = 0; c < p.ValueSize; c += L.Count)
            {
                int lanes = Math.Min(L.Count, p.ValueSize - c);
                L.StorePartial(sums + c, L.Multiply(shrink, L.LoadPartial(sums + c, lanes, L.Zero)), lanes);
            }
        }
    }
}
