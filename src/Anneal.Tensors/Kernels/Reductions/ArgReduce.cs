using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Where the extremes of [outer, n, inner] over n stand: the first place; a NaN counts as the extreme, as in PyTorch.</summary>
internal static unsafe class ArgReduce
{
    /// <summary>y[outer, inner] = the index of the largest along n. <paramref name="values"/> [outer, inner] takes the values, unless null.</summary>
    public static void Max<T>(T* x, long* y, T* values, long outer, long n, long inner)
        where T : unmanaged => Run(x, y, values, outer, n, inner, largest: true);

    /// <summary>y[outer, inner] = the index of the smallest along n. <paramref name="values"/> [outer, inner] takes the values, unless null.</summary>
    public static void Min<T>(T* x, long* y, T* values, long outer, long n, long inner)
        where T : unmanaged => Run(x, y, values, outer, n, inner, largest: false);

    private static void Run<T>(T* x, long* y, T* values, long outer, long n, long inner, bool largest)
        where T : unmanaged
    {
        if (inner == 1) Wide<RowsKernel, T>.ForRange(outer, Elementwise.RowsPerGrain(n), new RowsKernel(x, y, values, n, largest));
        else Wide<InnerKernel, T>.ForRange(outer * inner, Reduce.InnerGrain(n, inner), new InnerKernel(x, y, values, n, inner, largest));
    }

    private readonly struct RowsKernel(void* input, long* output, void* values, long n, bool largest) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = start; r < end; r++)
            {
                T* x = (T*)input + (r * n);
                T best = largest ? RowReductions<L, V, T>.Max(x, n) : RowReductions<L, V, T>.Min(x, n);
                output[r] = RowReductions<L, V, T>.IndexOf(x, best, n);
                if (values != null) ((T*)values)[r] = best;
            }
        }
    }

    private readonly struct InnerKernel(void* input, long* output, void* values, long n, long inner, bool largest) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            // Indices live in lanes as numbers: exact in float up to 2^24 rows, counted from the start of a block of so many.
            const long Block = 1 << 24;
            T* places = stackalloc T[L.Count];
            for (long at = start; at < end;)
            {
                long o = at / inner, column = at % inner;
                int count = (int)Math.Min(Math.Min(L.Count, end - at), inner - column);
                T* x = (T*)input + (o * n * inner) + column;
                V best = Part<L, V, T>.Load(x, count);
                for (int k = 0; k < count; k++) output[at + k] = 0;
                for (long block = 0; block < n; block += Block)
                {
                    V place = L.Constant(-1);
                    long last = Math.Min(n, block + Block);
                    for (long k = block; k < last; k++)
                    {
                        V here = Part<L, V, T>.Load(x + (k * inner), count);
                        V better = largest ? L.GreaterThan(here, best) : L.GreaterThan(best, here);
                        better = L.Or(better, L.And(L.IsNaN(here), L.Not(L.IsNaN(best))));
                        best = L.Select(better, here, best);
                        place = L.Select(better, L.Constant(k - block), place);
                    }
                    L.Store(places, place);
                    for (int k = 0; k < count; k++)
                    {
                        double found = Part<L, V, T>.ToDouble(places[k]);
                        if (found >= 0) output[at + k] = block + (long)found;
                    }
                }
                if (values != null) Part<L, V, T>.Store((T*)values + at, best, count);
                at += count;
            }
        }
    }
}
