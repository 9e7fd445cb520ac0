using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Comparisons to bytes 0 and 1, and the choice by such bytes.</summary>
internal static unsafe partial class Elementwise
{
    /// <summary>y[i] = f(a[i], b[i]) ? 1 : 0 with one of the comparison operators.</summary>
    public static void Compare<TOperator, T>(TOperator f, T* a, T* b, byte* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged =>
        Wide<CompareKernel<TOperator>, T>.ForRange(length, Grain, new CompareKernel<TOperator>(f, a, b, y, broadcast: false));

    /// <summary>y[i] = f(a[i], scalar) ? 1 : 0.</summary>
    public static void CompareScalar<TOperator, T>(TOperator f, T* a, T scalar, byte* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged =>
        Wide<CompareKernel<TOperator>, T>.ForRange(length, Grain, new CompareKernel<TOperator>(f, a, &scalar, y, broadcast: true));

    /// <summary>y[i] = mask[i] ? a[i] : b[i].</summary>
    public static void Where<T>(byte* mask, T* a, T* b, T* y, long length)
        where T : unmanaged =>
        Wide<WhereKernel, T>.ForRange(length, Grain, new WhereKernel(mask, a, b, y, broadcast: false));

    /// <summary>y[i] = mask[i] ? value : x[i].</summary>
    public static void MaskedFill<T>(byte* mask, T value, T* x, T* y, long length)
        where T : unmanaged =>
        Wide<WhereKernel, T>.ForRange(length, Grain, new WhereKernel(mask, &value, x, y, broadcast: true));

    private readonly struct CompareKernel<TOperator>(TOperator f, void* left, void* right, byte* output, bool broadcast) : ILaneKernel
        where TOperator : unmanaged, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* a = (T*)left;
            T* b = (T*)right;
            V fixedRight = broadcast ? L.Broadcast(*b) : L.Zero;
            for (long i = start; i < end; i += L.Count)
            {
                int count = (int)Math.Min(end - i, L.Count);
                V x = count == L.Count ? L.Load(a + i) : L.LoadPartial(a + i, count, L.Zero);
                V y = broadcast ? fixedRight : count == L.Count ? L.Load(b + i) : L.LoadPartial(b + i, count, L.Zero);
                L.StoreMask(output + i, f.Apply<L, V, T>(x, y), count);
            }
        }
    }

    private readonly struct WhereKernel(byte* mask, void* whenSet, void* otherwise, void* output, bool broadcast) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* a = (T*)whenSet;
            T* b = (T*)otherwise;
            T* y = (T*)output;
            V fixedLeft = broadcast ? L.Broadcast(*a) : L.Zero;
            for (long i = start; i < end; i += L.Count)
            {
                int count = (int)Math.Min(end - i, L.Count);
                bool whole = count == L.Count;
                V left = broadcast ? fixedLeft : whole ? L.Load(a + i) : L.LoadPartial(a + i, count, L.Zero);
                V right = whole ? L.Load(b + i) : L.LoadPartial(b + i, count, L.Zero);
                V chosen = L.Select(L.LoadMask(mask + i, count), left, right);
                if (whole) L.Store(y + i, chosen);
                else L.StorePartial(y + i, chosen, count);
            }
        }
    }
}
