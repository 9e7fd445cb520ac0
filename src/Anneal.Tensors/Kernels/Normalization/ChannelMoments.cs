using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Mean and biased variance of each channel of [n, channels, spatial]: the statistics of batch normalisation.</summary>
internal static unsafe class ChannelMoments
{
    /// <summary>Writes mean and variance [channels]. Two passes: the squared deviations are taken from the finished mean.</summary>
    public static void Run<T>(T* x, T* mean, T* variance, long n, long channels, long spatial)
        where T : unmanaged
    {
        if (spatial == 1)
        {
            ColumnSums.Run(x, mean, n, channels, 1.0 / n);
            Wide<ColumnVarianceKernel, T>.ForRange(channels, Reduce.InnerGrain(n, channels), new ColumnVarianceKernel(x, mean, variance, n, channels));
            return;
        }
        Wide<Kernel, T>.ForRange(channels, Elementwise.RowsPerGrain(n * spatial), new Kernel(x, mean, variance, n, channels, spatial));
    }

    private readonly struct Kernel(void* input, void* means, void* variances, long n, long channels, long spatial) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c++)
            {
                T* x = (T*)input + (c * spatial);
                double sum = 0, squares = 0;
                for (long i = 0; i < n; i++) sum += RowReductions<L, V, T>.Sum(x + (i * channels * spatial), spatial);
                double mean = sum / (n * spatial);
                for (long i = 0; i < n; i++) squares += RowReductions<L, V, T>.SumOfSquaredDeviations(x + (i * channels * spatial), mean, spatial);
                ((T*)means)[c] = Part<L, V, T>.FromDouble(mean);
                ((T*)variances)[c] = Part<L, V, T>.FromDouble(squares / (n * spatial));
            }
        }
    }

    private readonly struct ColumnVarianceKernel(void* input, void* means, void* variances, long n, long channels) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c += L.Count)
            {
                int count = (int)Math.Min(end - c, L.Count);
                V mean = Part<L, V, T>.Load((T*)means + c, count), sum = L.Zero;
                for (long i = 0; i < n; i++)
                {
                    V d = L.Subtract(Part<L, V, T>.Load((T*)input + (i * channels) + c, count), mean);
                    sum = L.MultiplyAdd(d, d, sum);
                }
                Part<L, V, T>.Store((T*)variances + c, L.Multiply(sum, L.Constant(1.0 / n)), count);
            }
        }
    }
}
