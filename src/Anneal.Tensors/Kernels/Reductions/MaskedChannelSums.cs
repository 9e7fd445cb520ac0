using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradient behind a convolution's ReLU, dz = dy where y &gt; 0, and its sums over images and pixels, for the bias: one pass where two would read dz again.</summary>
internal static unsafe class MaskedChannelSums
{
    /// <param name="dy"><c>[n, channels, spatial]</c>.</param>
    /// <param name="y">The output of the ReLU, of the same shape.</param>
    /// <param name="dz">The same shape, written.</param>
    /// <param name="sums"><c>[channels]</c>, written; the bits are those of <see cref="ChannelSums"/>.</param>
    /// <param name="n">Images.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="spatial">Pixels of a channel, more than one.</param>
    public static void Run<T>(T* dy, T* y, T* dz, T* sums, long n, long channels, long spatial)
        where T : unmanaged
    {
        using Scratch.Lease lease = Scratch.Rent(sizeof(double) * n * channels);
        var planes = (double*)lease.Pointer;
        Wide<Kernel, T>.ForRange(n * channels, Elementwise.RowsPerGrain(spatial), new Kernel(dy, y, dz, planes, spatial));
        for (long c = 0; c < channels; c++)
        {
            double sum = 0;
            for (long i = 0; i < n; i++) sum += planes[(i * channels) + c];
            if (typeof(T) == typeof(double)) ((double*)sums)[c] = sum;
            else ((float*)sums)[c] = (float)sum;
        }
    }

    private readonly struct Kernel(void* dy, void* y, void* dz, double* planes, long spatial) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long plane = start; plane < end; plane++)
            {
                T* to = (T*)dz + (plane * spatial);
                Elementwise.Span<ReluGradient, L, V, T>(default, (T*)dy + (plane * spatial), (T*)y + (plane * spatial), to, spatial);
                planes[plane] = RowReductions<L, V, T>.Sum(to, spatial);
            }
        }
    }
}
