using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Serial reductions of one contiguous stretch: the building blocks of sums, softmax and norms.</summary>
/// <remarks>
/// Four registers take turns, so that additions don't wait for each other; after 64 additions each they are folded into
/// a double. The order of additions depends on the length alone and the error stays near one rounding.
/// </remarks>
internal static unsafe class RowReductions<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    private static long Block => 256 * L.Count;

    /// <summary>The sum of x.</summary>
    public static double Sum(T* x, long length) => Total<Identity>(x, x, default, length);

    /// <summary>The sum of x^2.</summary>
    public static double SumOfSquares(T* x, long length) => Total<Product>(x, x, default, length);

    /// <summary>The sum of a * b.</summary>
    public static double Dot(T* a, T* b, long length) => Total<Product>(a, b, default, length);

    /// <summary>The sum of (x - center)^2.</summary>
    public static double SumOfSquaredDeviations(T* x, double center, long length) => Total<Deviation>(x, x, L.Constant(center), length);

    /// <summary>The largest element; NaN when there is one, minus infinity when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Max(T* x, long length)
    {
        V best = L.Constant(double.NegativeInfinity), second = best;
        long i = 0;
        for (; i <= length - (2 * L.Count); i += 2 * L.Count)
        {
            best = L.Max(best, L.Load(x + i));
            second = L.Max(second, L.Load(x + i + L.Count));
        }
        for (; i < length; i += L.Count)
            best = L.Max(best, L.LoadPartial(x + i, (int)Math.Min(L.Count, length - i), L.Constant(double.NegativeInfinity)));
        return L.MaxOf(L.Max(best, second));
    }

    /// <summary>The smallest element; NaN when there is one, infinity when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Min(T* x, long length)
    {
        V best = L.Constant(double.PositiveInfinity), second = best;
        long i = 0;
        for (; i <= length - (2 * L.Count); i += 2 * L.Count)
        {
            best = L.Min(best, L.Load(x + i));
            second = L.Min(second, L.Load(x + i + L.Count));
        }
        for (; i < length; i += L.Count)
            best = L.Min(best, L.LoadPartial(x + i, (int)Math.Min(L.Count, length - i), L.Constant(double.PositiveInfinity)));
        return L.MinOf(L.Min(best, second));
    }

    /// <summary>Where the value stands first; a NaN is looked for as a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long IndexOf(T* x, T value, long length)
    {
        V wanted = L.Broadcast(value);
        V wantNaN = L.IsNaN(wanted);
        byte* set = stackalloc byte[64];
        for (long i = 0; i < length; i += L.Count)
        {
            V here = Part<L, V, T>.Load(x + i, (int)Math.Min(L.Count, length - i));
            V found = L.Or(L.EqualTo(here, wanted), L.And(L.IsNaN(here), wantNaN));
            if (!L.AnySet(found)) continue;
            L.StoreMask(set, found, L.Count);
            for (int k = 0; k < L.Count; k++)
                if (set[k] != 0 && i + k < length) return i + k;
        }
        return 0;
    }

    private interface ITerm
    {
        static abstract V Of(V a, V b, V center, V sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Total<TTerm>(T* a, T* b, V center, long length)
        where TTerm : struct, ITerm
    {
        double total = 0;
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            long i = start;
            for (; i <= end - (4 * L.Count); i += 4 * L.Count)
            {
                s0 = TTerm.Of(L.Load(a + i), L.Load(b + i), center, s0);
                s1 = TTerm.Of(L.Load(a + i + L.Count), L.Load(b + i + L.Count), center, s1);
                s2 = TTerm.Of(L.Load(a + i + (2 * L.Count)), L.Load(b + i + (2 * L.Count)), center, s2);
                s3 = TTerm.Of(L.Load(a + i + (3 * L.Count)), L.Load(b + i + (3 * L.Count)), center, s3);
            }
            for (; i <= end - L.Count; i += L.Count) s0 = TTerm.Of(L.Load(a + i), L.Load(b + i), center, s0);
            if (i < end)
            {
                // Missing lanes read as the center, so that they add nothing.
                int rest = (int)(end - i);
                s1 = TTerm.Of(L.LoadPartial(a + i, rest, center), L.LoadPartial(b + i, rest, center), center, s1);
            }
            total += Part<L, V, T>.ToDouble(L.Sum(L.Add(L.Add(s0, s1), L.Add(s2, s3))));
        }
        return total;
    }

    private readonly struct Identity : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of(V a, V b, V center, V sum) => L.Add(sum, a);
    }

    private readonly struct Product : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of(V a, V b, V center, V sum) => L.MultiplyAdd(a, b, sum);
    }

    private readonly struct Deviation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of(V a, V b, V center, V sum)
        {
            V d = L.Subtract(a, center);
            return L.MultiplyAdd(d, d, sum);
        }
    }
}
