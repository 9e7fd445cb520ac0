using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Group normalisation (Wu and He 2018) over [n, channels, spatial]; with a group for each channel it is instance normalisation.</summary>
internal static unsafe class GroupNorm
{
    /// <summary>Normalises each sample's groups of channels; writes mean and rstd [n, groups]. Weight and bias [channels] may be null.</summary>
    public static void Forward<T>(T* x, T* weight, T* bias, T* y, T* mean, T* rstd, long n, long channels, long spatial, long groups, double epsilon)
        where T : unmanaged
    {
        long perGroup = channels / groups;
        var kernel = new ForwardKernel(x, weight, bias, y, mean, rstd, groups, perGroup, spatial, epsilon);
        Wide<ForwardKernel, T>.ForRange(n * groups, Elementwise.RowsPerGrain(perGroup * spatial), kernel);
    }

    /// <summary>dx, and unless they are null dweight and dbias [channels].</summary>
    public static void Backward<T>(T* dy, T* x, T* weight, T* mean, T* rstd, T* dx, T* dweight, T* dbias, long n, long channels, long spatial, long groups)
        where T : unmanaged
    {
        // Sums of each sample's channels [n, channels]: of dy, and of dy times the normalised input.
        using Scratch.Lease scratch = Scratch.Rent(2 * n * channels * sizeof(T));
        T* sums = (T*)scratch.Pointer;
        T* products = sums + (n * channels);
        long perGroup = channels / groups;
        var kernel = new BackwardKernel(dy, x, weight, mean, rstd, dx, sums, products, groups, perGroup, spatial);
        Wide<BackwardKernel, T>.ForRange(n * groups, Elementwise.RowsPerGrain(perGroup * spatial), kernel);
        if (dweight != null) ColumnSums.Run(products, dweight, n, channels);
        if (dbias != null) ColumnSums.Run(sums, dbias, n, channels);
    }

    private readonly struct ForwardKernel(
        void* input, void* weight, void* bias, void* output, void* means, void* rstds, long groups, long perGroup, long spatial, double epsilon) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            long length = perGroup * spatial;
            for (long r = start; r < end; r++)
            {
                T* x = (T*)input + (r * length);
                T* y = (T*)output + (r * length);
                double mean = RowReductions<L, V, T>.Sum(x, length) / length;
                double rstd = 1 / Math.Sqrt((RowReductions<L, V, T>.SumOfSquaredDeviations(x, mean, length) / length) + epsilon);
                ((T*)means)[r] = Part<L, V, T>.FromDouble(mean);
                ((T*)rstds)[r] = Part<L, V, T>.FromDouble(rstd);
                for (long k = 0; k < perGroup; k++)
                {
                    long c = (r % groups * perGroup) + k;
                    double scale = rstd * (weight == null ? 1 : Part<L, V, T>.ToDouble(((T*)weight)[c]));
                    double shift = (bias == null ? 0 : Part<L, V, T>.ToDouble(((T*)bias)[c])) - (mean * scale);
                    Elementwise.SpanScaleShift<L, V, T>(x + (k * spatial), L.Constant(scale), L.Constant(shift), y + (k * spatial), spatial);
                }
            }
        }
    }

    private readonly struct BackwardKernel(
        void* dy, void* input, void* weight, void* means, void* rstds, void* dx, void* sums, void* products, long groups, long perGroup, long spatial) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = start; r < end; r++)
            {
                V mean = L.Broadcast(((T*)means)[r]), rstd = L.Broadcast(((T*)rstds)[r]);
                double sum = 0, product = 0;
                for (long k = 0; k < perGroup; k++)
                {
                    long row = (r * perGroup) + k;
                    BatchNorm.Gather<L, V, T>((T*)dy + (row * spatial), (T*)input + (row * spatial), null, mean, rstd, spatial, out double s, out double p);
                    ((T*)sums)[row] = Part<L, V, T>.FromDouble(s);
                    ((T*)products)[row] = Part<L, V, T>.FromDouble(p);
                    double w = weight == null ? 1 : Part<L, V, T>.ToDouble(((T*)weight)[(r % groups * perGroup) + k]);
                    sum += w * s;
                    product += w * p;
                }
                if (dx == null) continue;

                double factor = Part<L, V, T>.ToDouble(((T*)rstds)[r]);
                double share = factor / (perGroup * spatial);
                for (long k = 0; k < perGroup; k++)
                {
                    long at = ((r * perGroup) + k) * spatial;
                    double w = weight == null ? 1 : Part<L, V, T>.ToDouble(((T*)weight)[(r % groups * perGroup) + k]);
                    BatchNorm.Scatter<L, V, T>(
                        (T*)dy + at, (T*)input + at, null, (T*)dx + at,
                        mean, rstd, L.Constant(factor * w), L.Constant(share * sum), L.Constant(share * product), spatial);
                }
            }
        }
    }
}
