using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>y[c] = sum over n and s of x[n, c, s]: the bias gradient of a convolution.</summary>
internal static unsafe class ChannelSums
{
    public static void Run<T>(T* x, T* y, long n, long channels, long spatial)
        where T : unmanaged
    {
        if (spatial == 1) ColumnSums.Run(x, y, n, channels);
        else Wide<Kernel, T>.ForRange(channels, Elementwise.RowsPerGrain(n * spatial), new Kernel(x, y, n, channels, spatial));
    }

    private readonly struct Kernel(void* input, void* output, long n, long channels, long spatial) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c++)
            {
                double sum = 0;
                for (long i = 0; i < n; i++) sum += RowReductions<L, V, T>.Sum((T*)input + (((i * channels) + c) * spatial), spatial);
                ((T*)output)[c] = Part<L, V, T>.FromDouble(sum);
            }
        }
    }
}
