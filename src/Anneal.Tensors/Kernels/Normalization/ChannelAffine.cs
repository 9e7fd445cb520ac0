using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>y[n, c, s] = x[n, c, s] * scale[c] + shift[c], with ReLU when asked: batch normalisation once its statistics are known.</summary>
internal static unsafe class ChannelAffine
{
    /// <summary>Scale and shift are [channels], or [n, channels] when <paramref name="perSample"/>. In place is fine.</summary>
    public static void Run<T>(T* x, T* scale, T* shift, T* y, long n, long channels, long spatial, bool relu, bool perSample = false)
        where T : unmanaged
    {
        if (spatial == 1) Wide<ColumnKernel, T>.ForRange(n, Elementwise.RowsPerGrain(channels), new ColumnKernel(x, scale, shift, y, channels, relu, perSample));
        else Wide<Kernel, T>.ForRange(n * channels, Elementwise.RowsPerGrain(spatial), new Kernel(x, scale, shift, y, channels, spatial, relu, perSample));
    }

    /// <summary>Folds statistics and weights: scale = weight / sqrt(variance + epsilon), shift = bias - mean * scale. Weight and bias may be null.</summary>
    public static void Fold<T>(T* mean, T* variance, T* weight, T* bias, T* scale, T* shift, long channels, double epsilon)
        where T : unmanaged =>
        Wide<FoldKernel, T>.ForRange(channels, Elementwise.Grain, new FoldKernel(mean, variance, weight, bias, scale, shift, epsilon));

    private readonly struct Kernel(void* input, void* scales, void* shifts, void* output, long channels, long spatial, bool relu, bool perSample) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V floor = L.Constant(relu ? 0 : double.NegativeInfinity);
            for (long r = start; r < end; r++)
            {
                long c = perSample ? r : r % channels;
                V scale = L.Broadcast(((T*)scales)[c]), shift = L.Broadcast(((T*)shifts)[c]);
                T* x = (T*)input + (r * spatial);
                T* y = (T*)output + (r * spatial);
                long i = 0;
                for (; i <= spatial - L.Count; i += L.Count) L.Store(y + i, L.MaxNative(floor, L.MultiplyAdd(L.Load(x + i), scale, shift)));
                int rest = (int)(spatial - i);
                if (rest > 0) L.StorePartial(y + i, L.MaxNative(floor, L.MultiplyAdd(L.LoadPartial(x + i, rest, L.Zero), scale, shift)), rest);
            }
        }
    }

    private readonly struct ColumnKernel(void* input, void* scales, void* shifts, void* output, long channels, bool relu, bool perSample) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V floor = L.Constant(relu ? 0 : double.NegativeInfinity);
            for (long r = start; r < end; r++)
            {
                T* scale = (T*)scales + (perSample ? r * channels : 0);
                T* shift = (T*)shifts + (perSample ? r * channels : 0);
                T* x = (T*)input + (r * channels);
                T* y = (T*)output + (r * channels);
                for (long c = 0; c < channels; c += L.Count)
                {
                    int count = (int)Math.Min(channels - c, L.Count);
                    V value = L.MultiplyAdd(Part<L, V, T>.Load(x + c, count), Part<L, V, T>.Load(scale + c, count), Part<L, V, T>.Load(shift + c, count));
                    Part<L, V, T>.Store(y + c, L.MaxNative(floor, value), count);
                }
            }
        }
    }

    private readonly struct FoldKernel(void* means, void* variances, void* weights, void* biases, void* scales, void* shifts, double epsilon) : ILaneKernel
    {
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c++)
            {
                double weight = weights == null ? 1 : Part<L, V, T>.ToDouble(((T*)weights)[c]);
                double bias = biases == null ? 0 : Part<L, V, T>.ToDouble(((T*)biases)[c]);
                double scale = weight / Math.Sqrt(Part<L, V, T>.ToDouble(((T*)variances)[c]) + epsilon);
                ((T*)scales)[c] = Part<L, V, T>.FromDouble(scale);
                ((T*)shifts)[c] = Part<L, V, T>.FromDouble(bias - (Part<L, V, T>.ToDouble(((T*)means)[c]) * scale));
            }
        }
    }
}
