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

    /// <summary>The number of the head whose rows are fetched meanwhile, or -1.</summary>
    public required int Next { get; init; }

    /// <summary>[rows, <see cref="AttentionProblem{T}.KeyBlock"/>]: scores in, weights out.</summary>
    public required void* Scores { get; init; }

    /// <summary>[rows, value size]: weighted values so far.</summary>
    public required void* Sums { get; init; }

    /// <summary>[rows].</summary>
    public required void* Maxima { get; init; }

    /// <summary>[rows]: sums of weights so far.</summary>
    public required void* Totals { get; init; }

    /// <remarks>First the maxima of all rows, then the weights of all: the wait for a row's largest score, lane against lane, is filled with other rows.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        for (int r = (int)start; r < (int)end; r++) Maximum<L, V, T>(r);
        for (int r = (int)start; r < (int)end; r++) Weights<L, V, T>(r);
    }

    /// <summary>The row's maximum so far; what was summed below an older one shrinks to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Maximum<L, V, T>(int r)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        T* s = (T*)Scores + (r * AttentionProblem<T>.KeyBlock);
        T* maximum = (T*)Maxima + r, total = (T*)Totals + r;
        int seen = p.Visible(Query + r, Key, Columns), c = 0;
        bool masked = p.IsMasked;
        if (masked) AttentionMasks<L, V, T>.Apply(in p, Batch, Head, Query + r, Key, s, seen);

        V never = L.Constant(double.NegativeInfinity), scale = L.Constant(masked ? 1 : p.Scale), top = never;
        for (; c <= seen - L.Count; c += L.Count) top = L.MaxNative(top, L.Multiply(scale, L.Load(s + c)));
        if (c < seen) top = L.MaxNative(top, L.Multiply(scale, L.LoadPartial(s + c, seen - c, L.Broadcast(*s))));
        if (Key == 0)
        {
            *maximum = L.MaxOf(top);
            *total = default;
            return;
        }
        V before = L.Broadcast(*maximum), now = L.Max(before, L.Broadcast(L.MaxOf(top)));
        if (!L.AnySet(L.GreaterThan(now, before))) return;
        L.StorePartial(maximum, now, 1);
        V shrink = Functions<L, V, T>.ExpOfNegative(L.Subtract(before, now));
        L.StorePartial(total, L.Multiply(L.Broadcast(*total), shrink), 1);
        T* sums = (T*)Sums + (r * p.ValueSize);
        for (c = 0; c < p.ValueSize; c += L.Count)
        {
            int lanes = Math.Min(L.Count, p.ValueSize - c);
            L.StorePartial(sums + c, L.Multiply(shrink, L.LoadPartial(sums + c, lanes, L.Zero)), lanes);
        }
    }

    /// <summary>Scores in, weights out; their sum is added to the row's total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Weights<L, V, T>(int r)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        T* s = (T*)Scores + (r * AttentionProblem<T>.KeyBlock);
        T* total = (T*)Totals + r;
        int seen = p.Visible(Query + r, Key, Columns), c = 0;
        if (Key == 0) Fetch<T>(Query + r);

        // A row that has seen nothing yet: any base does, so long as minus infinity stays minus infinity.
        V maximum = L.Broadcast(((T*)Maxima)[r]), scale = L.Constant(p.IsMasked ? 1 : p.Scale), sum = L.Zero;
        V minus = L.Negate(L.Select(L.EqualTo(maximum, L.Constant(double.NegativeInfinity)), L.Zero, maximum));
        for (; c <= seen - L.Count; c += L.Count)
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
        L.StorePartial(total, L.Add(L.Broadcast(*total), L.Broadcast(L.Sum(sum))), 1);

        // Behind the sum: weights are dropped after they have been made to sum up to one.
        if (p.Dropout.Probability > 0) Drop<L, V, T>(s, r, seen);
    }

    /// <summary>Asks for the row of the result, which is written at the end, and for the same rows of the next head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch<T>(int row)
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        AttentionRows.Fetch(p.Output.At(Batch, Head, row), p.ValueSize);
        if (Next < 0) return;
        int batch = Next / p.Heads, head = Next % p.Heads, keyHead = head / (p.Heads / p.KeyHeads);
        AttentionRows.Fetch(p.Q.At(batch, head, row), p.Size);
        if (row >= p.Keys) return;
        AttentionRows.Fetch(p.K.At(batch, keyHead, row), p.Size);
        AttentionRows.Fetch(p.V.At(batch, keyHead, row), p.ValueSize);
    }

    private void Drop<L, V, T>(T* weights, int r, int seen)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        T* factors = stackalloc T[AttentionProblem<T>.KeyBlock];
        long row = ((((long)Batch * p.Heads) + Head) * p.Queries) + Query + r;
        p.Dropout.Factors<L, V, T>(row, p.Keys, Key, factors, seen);
        for (int c = 0; c < seen; c += L.Count)
        {
            int lanes = Math.Min(L.Count, seen - c);
            L.StorePartial(weights + c, L.Multiply(L.LoadPartial(weights + c, lanes, L.Zero), L.Load(factors + c)), lanes);
        }
    }
}
