using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Dropout (Srivastava et al. 2014): zeroes elements with probability p and scales the others by 1 / (1 - p).</summary>
/// <remarks>The mask is a function of seed and position, so nothing is kept for backward: it is the same call on the gradient.</remarks>
internal static unsafe class Dropout
{
    /// <summary>y[i] = x[i] / (1 - p), or 0. In place is fine.</summary>
    public static void Run<T>(T* x, T* y, long length, double p, ulong seed, ulong position)
        where T : unmanaged =>
        Wide<Kernel, T>.ForRange(length, Elementwise.Grain, new Kernel(x, y, p, seed, position));

    private readonly struct Kernel(void* input, void* output, double p, ulong seed, ulong position) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            uint* words = stackalloc uint[RandomFill.Batch];
            V threshold = L.Constant(p * (1 << 24)), scale = L.Constant(p < 1 ? 1 / (1 - p) : 0);
            for (long from = start; from < end; from += RandomFill.Batch)
            {
                int batch = (int)Math.Min(RandomFill.Batch, end - from);
                Philox.Fill(seed, position + (ulong)from, words, batch);
                T* x = (T*)input + from;
                T* y = (T*)output + from;
                int i = 0;
                for (; i <= batch - L.Count; i += L.Count) Step<L, V, T>(x + i, y + i, words + i, threshold, scale, L.Count);
                if (i < batch) Step<L, V, T>(x + i, y + i, words + i, threshold, scale, batch - i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* x, T* y, uint* words, V threshold, V scale, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V kept = L.GreaterThanOrEqual(L.LoadUpper24(words), threshold);
            Part<L, V, T>.Store(y, L.And(kept, L.Multiply(Part<L, V, T>.Load(x, count), scale)), count);
        }
    }
}
