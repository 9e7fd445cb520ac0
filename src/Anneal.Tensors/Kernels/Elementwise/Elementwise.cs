using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Drives an operator over contiguous memory: y = f(x) and y = f(a, b). See <see cref="Strided"/> for broadcasts and other layouts.</summary>
/// <remarks>
/// The output may be one of the inputs. The exponential's own gradient is a product with y: <see cref="MultiplyOperator"/>.
/// </remarks>
internal static unsafe partial class Elementwise
{
    /// <summary>Elements that one thread takes at a time. Below this a second thread costs more than it saves.</summary>
    internal const long Grain = 16 * 1024;

    /// <summary>y[i] = f(x[i]).</summary>
    public static void Unary<TOperator, T>(TOperator f, T* x, T* y, long length)
        where TOperator : unmanaged, IUnaryOperator
        where T : unmanaged =>
        Wide<UnaryKernel<TOperator>, T>.ForRange(length, Grain, new UnaryKernel<TOperator>(f, x, y));

    /// <summary>y[i] = f(a[i], b[i]); with a gradient operator, dx[i] = f(dy[i], saved[i]).</summary>
    public static void Binary<TOperator, T>(TOperator f, T* a, T* b, T* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged =>
        Wide<BinaryKernel<TOperator>, T>.ForRange(length, Grain, new BinaryKernel<TOperator>(f, a, b, y));

    /// <summary>y[i] = f(a[i], scalar). Wrap the operator in <see cref="Swapped{TOperator}"/> for f(scalar, a[i]).</summary>
    public static void BinaryScalar<TOperator, T>(TOperator f, T* a, T scalar, T* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged =>
        Wide<BinaryScalarKernel<TOperator>, T>.ForRange(length, Grain, new BinaryScalarKernel<TOperator>(f, a, &scalar, y));

    /// <summary>How many rows make up a grain of elements; at least one.</summary>
    internal static long RowsPerGrain(long columns) => Math.Max(1, Grain / Math.Max(1, columns));

    private readonly struct UnaryKernel<TOperator>(TOperator f, void* input, void* output) : ILaneKernel
        where TOperator : unmanaged, IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* x = (T*)input;
            T* y = (T*)output;
            long i = start;
            for (; i <= end - L.Count; i += L.Count) L.Store(y + i, f.Apply<L, V, T>(L.Load(x + i)));
            int rest = (int)(end - i);
            if (rest > 0) L.StorePartial(y + i, f.Apply<L, V, T>(L.LoadPartial(x + i, rest, L.Zero)), rest);
        }
    }

    private readonly struct BinaryKernel<TOperator>(TOperator f, void* left, void* right, void* output) : ILaneKernel
        where TOperator : unmanaged, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged =>
            Span<TOperator, L, V, T>(f, (T*)left + start, (T*)right + start, (T*)output + start, end - start);
    }

    private readonly struct BinaryScalarKernel<TOperator>(TOperator f, void* left, void* right, void* output) : ILaneKernel
        where TOperator : unmanaged, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged =>
            SpanScalar<TOperator, L, V, T>(f, (T*)left + start, L.Broadcast(*(T*)right), (T*)output + start, end - start);
    }

    /// <summary>One stretch of f(a[i], b[i]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Span<TOperator, L, V, T>(TOperator f, T* a, T* b, T* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        long i = 0;
        for (; i <= length - L.Count; i += L.Count) L.Store(y + i, f.Apply<L, V, T>(L.Load(a + i), L.Load(b + i)));
        int rest = (int)(length - i);
        if (rest > 0)
            L.StorePartial(y + i, f.Apply<L, V, T>(L.LoadPartial(a + i, rest, L.Zero), L.LoadPartial(b + i, rest, L.Zero)), rest);
    }

    /// <summary>One stretch of f(a[i], b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpanScalar<TOperator, L, V, T>(TOperator f, T* a, V b, T* y, long length)
        where TOperator : unmanaged, IBinaryOperator
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        long i = 0;
        for (; i <= length - L.Count; i += L.Count) L.Store(y + i, f.Apply<L, V, T>(L.Load(a + i), b));
        int rest = (int)(length - i);
        if (rest > 0) L.StorePartial(y + i, f.Apply<L, V, T>(L.LoadPartial(a + i, rest, L.Zero), b), rest);
    }

    /// <summary>One stretch of y = x * scale + shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpanScaleShift<L, V, T>(T* x, V scale, V shift, T* y, long length)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        long i = 0;
        for (; i <= length - L.Count; i += L.Count) L.Store(y + i, L.MultiplyAdd(L.Load(x + i), scale, shift));
        int rest = (int)(length - i);
        if (rest > 0) L.StorePartial(y + i, L.MultiplyAdd(L.LoadPartial(x + i, rest, L.Zero), scale, shift), rest);
    }
}
