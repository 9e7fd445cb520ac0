using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Softmax and its logarithm over the rows of [rows, n]. In place is fine.</summary>
/// <remarks>
/// The largest element is subtracted first, so nothing overflows. A row of minus infinities, or one with a NaN or plus
/// infinity in it, becomes NaN, as in PyTorch. Tiny probabilities become zero rather than denormal.
/// </remarks>
internal static unsafe class Softmax
{
    /// <summary>y = e^(x - max) / sum.</summary>
    public static void Forward<T>(T* x, T* y, long rows, long n)
        where T : unmanaged =>
        Wide<ForwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n * 2), new ForwardKernel(x, y, n, log: false));

    /// <summary>y = x - max - ln sum.</summary>
    public static void LogForward<T>(T* x, T* y, long rows, long n)
        where T : unmanaged =>
        Wide<ForwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n * 2), new ForwardKernel(x, y, n, log: true));

    /// <summary>dx = y (dy - sum(dy y)).</summary>
    public static void Backward<T>(T* dy, T* y, T* dx, long rows, long n)
        where T : unmanaged =>
        Wide<BackwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n), new BackwardKernel(dy, y, dx, n, log: false));

    /// <summary>dx = dy - e^y sum(dy), where y is the logarithm.</summary>
    public static void LogBackward<T>(T* dy, T* y, T* dx, long rows, long n)
        where T : unmanaged =>
        Wide<BackwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n), new BackwardKernel(dy, y, dx, n, log: true));

    private readonly struct ForwardKernel(void* input, void* output, long n, bool log) : ILaneKernel
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
                T* y = (T*)output + (r * n);
                if (log)
                {
                    V shift = LogSumExp<L, V, T>(x, n);
                    Elementwise.SpanScalar<SubtractOperator, L, V, T>(default, x, shift, y, n);
                }
                else if (n <= L.Count)
                {
                    V e = ShortRow<L, V, T>(x, (int)n, out _);
                    L.StorePartial(y, L.Divide(e, L.Broadcast(L.Sum(e))), (int)n);
                }
                else
                {
                    V max = L.Broadcast(Largest<L, V, T>(x, n));
                    V sum = Exponentials<L, V, T>(x, y, max, n);
                    Elementwise.SpanScalar<MultiplyOperator, L, V, T>(default, y, L.Divide(L.Constant(1), sum), y, n);
                }
            }
        }
    }

    private readonly struct BackwardKernel(void* dy, void* output, void* dx, long n, bool log) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = start; r < end; r++)
            {
                T* g = (T*)dy + (r * n);
                T* y = (T*)output + (r * n);
                T* d = (T*)dx + (r * n);
                V sum = L.Constant(log ? RowReductions<L, V, T>.Sum(g, n) : RowReductions<L, V, T>.Dot(g, y, n));
                long i = 0;
                for (; i <= n - L.Count; i += L.Count) Step<L, V, T>(g + i, y + i, d + i, sum, L.Count);
                if (i < n) Step<L, V, T>(g + i, y + i, d + i, sum, (int)(n - i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Step<L, V, T>(T* g, T* y, T* d, V sum, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V gradient = Part<L, V, T>.Load(g, count);
            V value = Part<L, V, T>.Load(y, count);
            V result = log
                ? L.Subtract(gradient, L.Multiply(Functions<L, V, T>.ExpOfNegative(value), sum))
                : L.Multiply(value, L.Subtract(gradient, sum));
            Part<L, V, T>.Store(d, result, count);
        }
    }

    /// <summary>max + ln sum e^(x - max), in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LogSumExp<L, V, T>(T* x, long n)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        if (n <= L.Count)
        {
            V e = ShortRow<L, V, T>(x, (int)n, out V highest);
            return L.Add(highest, Functions<L, V, T>.Log(L.Broadcast(L.Sum(e))));
        }
        V max = L.Broadcast(Largest<L, V, T>(x, n));
        return L.Add(max, Functions<L, V, T>.Log(Exponentials<L, V, T>(x, null, max, n)));
    }

    /// <summary>The largest element. A NaN may get lost here: it comes back in the sum of exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static T Largest<L, V, T>(T* x, long n)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V lowest = L.Constant(double.NegativeInfinity);
        V m0 = lowest, m1 = lowest, m2 = lowest, m3 = lowest;
        long i = 0;
        for (; i <= n - (4 * L.Count); i += 4 * L.Count)
        {
            m0 = L.MaxNative(m0, L.Load(x + i));
            m1 = L.MaxNative(m1, L.Load(x + i + L.Count));
            m2 = L.MaxNative(m2, L.Load(x + i + (2 * L.Count)));
            m3 = L.MaxNative(m3, L.Load(x + i + (3 * L.Count)));
        }
        for (; i <= n - L.Count; i += L.Count) m0 = L.MaxNative(m0, L.Load(x + i));
        if (i < n) m1 = L.MaxNative(m1, L.LoadPartial(x + i, (int)(n - i), lowest));
        return L.MaxOf(L.MaxNative(L.MaxNative(m0, m1), L.MaxNative(m2, m3)));
    }

    /// <summary>Stores e^(x - max), unless <paramref name="y"/> is null, and returns their sum in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Exponentials<L, V, T>(T* x, T* y, V max, long n)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        double total = 0;
        long block = 256 * L.Count;
        for (long start = 0; start < n; start += block)
        {
            long end = Math.Min(n, start + block), i = start;
            V s0 = L.Zero, s1 = L.Zero;
            for (; i <= end - (2 * L.Count); i += 2 * L.Count)
            {
                V e0 = Functions<L, V, T>.ExpOfNegative(L.Subtract(L.Load(x + i), max));
                V e1 = Functions<L, V, T>.ExpOfNegative(L.Subtract(L.Load(x + i + L.Count), max));
                s0 = L.Add(s0, e0);
                s1 = L.Add(s1, e1);
                if (y != null)
                {
                    L.Store(y + i, e0);
                    L.Store(y + i + L.Count, e1);
                }
            }
            for (; i < end; i += L.Count)
            {
                int count = (int)Math.Min(end - i, L.Count);
                V e = Functions<L, V, T>.ExpOfNegative(L.Subtract(L.LoadPartial(x + i, count, max), max));
                s0 = L.Add(s0, Part<L, V, T>.Keep(e, count));
                if (y != null) L.StorePartial(y + i, e, count);
            }
            total += Part<L, V, T>.ToDouble(L.Sum(L.Add(s0, s1)));
        }
        return L.Constant(total);
    }

    /// <summary>The exponentials of a row that fits in one register. Lanes behind it hold e to the minus infinity: zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ShortRow<L, V, T>(T* x, int n, out V max)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V row = L.LoadPartial(x, n, L.Constant(double.NegativeInfinity));
        max = L.Broadcast(L.MaxOf(row));
        return Functions<L, V, T>.ExpOfNegative(L.Subtract(row, max));
    }
}
