using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, c, s] = max(x[n, c, s] * scale[c] + shift[c] + residual[n, c, s], 0): the end of a residual block.</summary>
internal static unsafe class ChannelAffineAdd
{
    public static void Run<T>(T* x, T* scale, T* shift, T* residual, T* y, long n, long channels, long spatial)
        where T : unmanaged =>
        Wide<Kernel, T>.ForRange(n * channels, Elementwise.RowsPerGrain(spatial), new Kernel(x, scale, shift, residual, y, channels, spatial));

    private readonly struct Kernel(void* input, void* scales, void* shifts, void* residual, void* output, long channels, long spatial) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = start; r < end; r++)
            {
                V scale = L.Broadcast(((T*)scales)[r % channels]), shift = L.Broadcast(((T*)shifts)[r % channels]);
                T* x = (T*)input + (r * spatial);
                T* add = (T*)residual + (r * spatial);
                T* y = (T*)output + (r * spatial);
                for (long i = 0; i < spatial; i += L.Count)
                {
                    int count = (int)Math.Min(spatial - i, L.Count);
                    V z = L.Add(L.MultiplyAdd(Part<L, V, T>.Load(x + i, count), scale, shift), Part<L, V, T>.Load(add + i, count));
                    Part<L, V, T>.Store(y + i, L.Max(z, L.Zero), count);
                }
            }
        }
    }
}
