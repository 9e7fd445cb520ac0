using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Random numbers by seed and position: the same whoever computes them, in whatever pieces.</summary>
internal static unsafe class RandomFill
{
    /// <summary>Words that are made at a time, on the stack.</summary>
    internal const int Batch = 1024;

    /// <summary>y[i] in [low, high), of 2^24 equally likely values.</summary>
    public static void Uniform<T>(T* y, long length, double low, double high, ulong seed, ulong position)
        where T : unmanaged =>
        Wide<UniformKernel, T>.ForRange(length, Elementwise.Grain, new UniformKernel(y, low, high, seed, position));

    /// <summary>y[i] from the normal distribution, by the cosine half of Box and Muller's transform.</summary>
    public static void Normal<T>(T* y, long length, double mean, double deviation, ulong seed, ulong position)
        where T : unmanaged =>
        Wide<NormalKernel, T>.ForRange(length, Elementwise.Grain, new NormalKernel(y, mean, deviation, seed, position));

    /// <summary>y[i] = 1 with the given probability, else 0.</summary>
    public static void Bernoulli<T>(T* y, long length, double probability, ulong seed, ulong position)
        where T : unmanaged =>
        Wide<BernoulliKernel, T>.ForRange(length, Elementwise.Grain, new BernoulliKernel(y, probability, seed, position));

    private readonly struct UniformKernel(void* output, double low, double high, ulong seed, ulong position) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            uint* words = stackalloc uint[Batch];
            V width = L.Constant((high - low) / (1 << 24)), first = L.Constant(low);

            // Rounding may lift the topmost values to `high` itself; they go to the number before it.
            V last = L.Constant(typeof(T) == typeof(float) ? MathF.BitDecrement((float)high) : Math.BitDecrement(high));
            for (long from = start; from < end; from += Batch)
            {
                int batch = (int)Math.Min(Batch, end - from);
                Philox.Fill(seed, position + (ulong)from, words, batch);
                T* y = (T*)output + from;
                for (int i = 0; i < batch; i += L.Count)
                    Part<L, V, T>.Store(y + i, L.MinNative(last, L.MultiplyAdd(L.LoadUpper24(words + i), width, first)), Math.Min(L.Count, batch - i));
            }
        }
    }

    private readonly struct NormalKernel(void* output, double mean, double deviation, ulong seed, ulong position) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            uint* radii = stackalloc uint[Batch];
            uint* angles = stackalloc uint[Batch];
            V unit = L.Constant(1.0 / (1 << 24)), center = L.Constant(mean), scale = L.Constant(deviation);
            for (long from = start; from < end; from += Batch)
            {
                int batch = (int)Math.Min(Batch, end - from);
                Philox.Fill(seed, position + (ulong)from, radii, batch);
                Philox.Fill(seed, position + (ulong)from, angles, batch, stream: 1);
                T* y = (T*)output + from;
                for (int i = 0; i < batch; i += L.Count)
                {
                    // In (0, 1], so that the logarithm is finite.
                    V u = L.MultiplyAdd(L.LoadUpper24(radii + i), unit, unit);
                    V radius = L.Sqrt(L.Multiply(L.Constant(-2), Functions<L, V, T>.Log(u)));
                    V z = L.Multiply(radius, Functions<L, V, T>.CosineOfTurns(L.Multiply(L.LoadUpper24(angles + i), unit)));
                    Part<L, V, T>.Store(y + i, L.MultiplyAdd(z, scale, center), Math.Min(L.Count, batch - i));
                }
            }
        }
    }

    private readonly struct BernoulliKernel(void* output, double probability, ulong seed, ulong position) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            uint* words = stackalloc uint[Batch];
            V threshold = L.Constant(probability * (1 << 24));
            for (long from = start; from < end; from += Batch)
            {
                int batch = (int)Math.Min(Batch, end - from);
                Philox.Fill(seed, position + (ulong)from, words, batch);
                T* y = (T*)output + from;
                for (int i = 0; i < batch; i += L.Count)
                    Part<L, V, T>.Store(y + i, L.And(L.GreaterThan(threshold, L.LoadUpper24(words + i)), L.Constant(1)), Math.Min(L.Count, batch - i));
            }
        }
    }
}
