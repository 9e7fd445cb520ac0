using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Layer normalisation (Ba et al. 2016) and its form without the mean, RMSNorm (Zhang and Sennrich 2019), over rows [rows, n].</summary>
/// <remarks>
/// y = (x - mean) * rstd * weight + bias with rstd = 1 / sqrt(variance + epsilon), the variance being the biased one.
/// RMSNorm has mean 0 and no bias. Weight and bias may be null.
/// </remarks>
internal static unsafe class LayerNorm
{
    /// <summary>Normalises the rows of x; writes mean and rstd [rows] unless they are null.</summary>
    public static void Forward<T>(T* x, T* weight, T* bias, T* y, T* mean, T* rstd, long rows, long n, double epsilon)
        where T : unmanaged =>
        Forward(x, null, null, weight, bias, y, mean, rstd, rows, n, epsilon, centered: true);

    /// <summary>Normalises the rows of x + residual and stores that sum as well: one pass where two were.</summary>
    public static void ForwardWithResidual<T>(T* x, T* residual, T* sum, T* weight, T* bias, T* y, T* mean, T* rstd, long rows, long n, double epsilon)
        where T : unmanaged =>
        Forward(x, residual, sum, weight, bias, y, mean, rstd, rows, n, epsilon, centered: true);

    /// <summary>RMSNorm of the rows of x, or of x + residual (stored in sum) when residual isn't null; writes rstd [rows] unless it is null.</summary>
    public static void RmsForward<T>(T* x, T* residual, T* sum, T* weight, T* y, T* rstd, long rows, long n, double epsilon)
        where T : unmanaged =>
        Forward(x, residual, sum, weight, null, y, null, rstd, rows, n, epsilon, centered: false);

    /// <summary>dx, and unless they are null dweight and dbias [n], from dy, the normalised input x, and what forward saved.</summary>
    /// <remarks>With a fused residual x is the stored sum; its gradient is dx plus what comes from the other uses of the sum. A null mean means RMSNorm.</remarks>
    public static void Backward<T>(T* dy, T* x, T* weight, T* mean, T* rstd, T* dx, T* dweight, T* dbias, long rows, long n)
        where T : unmanaged
    {
        // Each block of rows leaves partial rows [2, n]: dweight and dbias. Blocks depend on the sizes alone.
        long perBlock = Math.Max(Elementwise.RowsPerGrain(n), (rows + 31) / 32);
        long blocks = Math.Max(1, (rows + perBlock - 1) / perBlock);
        using Scratch.Lease scratch = Scratch.Rent(2 * blocks * n * sizeof(T));
        T* partial = (T*)scratch.Pointer;
        new Span<byte>(partial, checked((int)(2 * blocks * n * sizeof(T)))).Clear();
        bool wanted = dweight != null || dbias != null;
        var kernel = new BackwardKernel(dy, x, weight, mean, rstd, dx, wanted ? partial : null, wanted ? partial + (blocks * n) : null, n, perBlock);
        Wide<BackwardKernel, T>.ForRange(rows, perBlock, kernel);
        if (dweight != null) ColumnSums.Join(partial, dweight, blocks, n);
        if (dbias != null) ColumnSums.Join(partial + (blocks * n), dbias, blocks, n);
    }

    private static void Forward<T>(
        T* x, T* residual, T* sum, T* weight, T* bias, T* y, T* mean, T* rstd, long rows, long n, double epsilon, bool centered)
        where T : unmanaged
    {
        var kernel = new ForwardKernel(x, residual, sum, weight, bias, y, mean, rstd, n, epsilon, centered);
        Wide<ForwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n), kernel);
    }

    /// <summary>The rows of x, or of x + residual (stored in sum) when residual isn't null, on the calling thread.</summary>
    public static void ForwardSerial(float* x, float* residual, float* sum, float* weight, float* bias, float* y, long rows, long n, double epsilon, bool centered) =>
        new Wide<ForwardKernel, float>(new ForwardKernel(x, residual, sum, weight, bias, y, null, null, n, epsilon, centered)).Run(0, rows);

    private readonly struct ForwardKernel(
        void* input, void* residual, void* sum, void* weight, void* bias, void* output, void* means, void* rstds, long n, double epsilon, bool centered) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* w = (T*)weight;
            T* b = (T*)bias;
            for (long r = start; r < end; r++)
            {
                T* x = (T*)input + (r * n);
                T* y = (T*)output + (r * n);
                if (residual != null)
                {
                    T* total = (T*)sum + (r * n);
                    Elementwise.Span<AddOperator, L, V, T>(default, x, (T*)residual + (r * n), total, n);
                    x = total;
                }
                double mean = centered ? RowReductions<L, V, T>.Sum(x, n) / n : 0;
                double squares = centered ? RowReductions<L, V, T>.SumOfSquaredDeviations(x, mean, n) : RowReductions<L, V, T>.SumOfSquares(x, n);
                double rstd = 1 / Math.Sqrt((squares / n) + epsilon);
                if (means != null) ((T*)means)[r] = Part<L, V, T>.FromDouble(mean);
                if (rstds != null) ((T*)rstds)[r] = Part<L, V, T>.FromDouble(rstd);

                V center = L.Constant(mean), scale = L.Constant(rstd);
                long i = 0;
                if (w != null && b != null)
                {
                    for (; i <= n - L.Count; i += L.Count)
                        L.Store(y + i, L.MultiplyAdd(L.Multiply(L.Subtract(L.Load(x + i), center), scale), L.Load(w + i), L.Load(b + i)));
                }
                else if (w != null)
                {
                    for (; i <= n - L.Count; i += L.Count)
                        L.Store(y + i, L.MultiplyAdd(L.Multiply(L.Subtract(L.Load(x + i), center), scale), L.Load(w + i), L.Zero));
                }
                for (; i < n; i += L.Count)
                {
                    int count = (int)Math.Min(n - i, L.Count);
                    V value = L.Multiply(L.Subtract(L.LoadPartial(x + i, count, L.Zero), center), scale);
                    V factor = w == null ? L.Constant(1) : L.LoadPartial(w + i, count, L.Zero);
                    V offset = b == null ? L.Zero : L.LoadPartial(b + i, count, L.Zero);
                    L.StorePartial(y + i, L.MultiplyAdd(value, factor, offset), count);
                }
            }
        }
    }

    private readonly struct BackwardKernel(
        void* dy, void* input, void* weight, void* means, void* rstds, void* dx, void* dweight, void* dbias, long n, long perBlock) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* w = (T*)weight;
            T* dw = dweight == null ? null : (T*)dweight + (start / perBlock * n);
            T* db = dbias == null ? null : (T*)dbias + (start / perBlock * n);
            for (long r = start; r < end; r++)
            {
                T* g = (T*)dy + (r * n);
                T* x = (T*)input + (r * n);
                T* d = (T*)dx + (r * n);
                V mean = means == null ? L.Zero : L.Broadcast(((T*)means)[r]);
                V rstd = L.Broadcast(((T*)rstds)[r]);

                // With h the normalised input: dx = rstd (gw - mean(gw) - h mean(gw h)); both means in the first pass.
                V sum = L.Zero, product = L.Zero;
                long i = 0;
                for (; i <= n - L.Count; i += L.Count) Gather<L, V, T>(g, x, w, dw, db, i, mean, rstd, ref sum, ref product, L.Count);
                if (i < n) Gather<L, V, T>(g, x, w, dw, db, i, mean, rstd, ref sum, ref product, (int)(n - i));
                V shift = means == null ? L.Zero : L.Constant(Part<L, V, T>.ToDouble(L.Sum(sum)) / n);
                V slope = L.Constant(Part<L, V, T>.ToDouble(L.Sum(product)) / n);
                for (i = 0; i <= n - L.Count; i += L.Count) Scatter<L, V, T>(g, x, w, d, i, mean, rstd, shift, slope, L.Count);
                if (i < n) Scatter<L, V, T>(g, x, w, d, i, mean, rstd, shift, slope, (int)(n - i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Gather<L, V, T>(T* g, T* x, T* w, T* dw, T* db, long i, V mean, V rstd, ref V sum, ref V product, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V gradient = Part<L, V, T>.Load(g + i, count);
            V h = L.Multiply(L.Subtract(Part<L, V, T>.Load(x + i, count), mean), rstd);
            if (dw != null)
            {
                Part<L, V, T>.Store(dw + i, L.MultiplyAdd(gradient, h, Part<L, V, T>.Load(dw + i, count)), count);
                Part<L, V, T>.Store(db + i, L.Add(gradient, Part<L, V, T>.Load(db + i, count)), count);
            }
            if (w != null) gradient = L.Multiply(gradient, Part<L, V, T>.Load(w + i, count));
            sum = L.Add(sum, gradient);
            product = L.MultiplyAdd(gradient, h, product);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Scatter<L, V, T>(T* g, T* x, T* w, T* d, long i, V mean, V rstd, V shift, V slope, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V gradient = Part<L, V, T>.Load(g + i, count);
            V h = L.Multiply(L.Subtract(Part<L, V, T>.Load(x + i, count), mean), rstd);
            if (w != null) gradient = L.Multiply(gradient, Part<L, V, T>.Load(w + i, count));
            V inner = L.Subtract(L.Subtract(gradient, shift), L.Multiply(h, slope));
            Part<L, V, T>.Store(d + i, L.Multiply(inner, rstd), count);
        }
    }
}
