using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The sum of every channel of <c>[batch, channels, pixels]</c> over images and pixels: the gradient of a convolution's bias.</summary>
internal static unsafe class ChannelSums
{
    public static void Run<T>(T* x, int batch, int channels, int pixels, T* sums)
        where T : unmanaged, INumber<T> =>
        WorkerPool.For((channels + Job<T>.Block - 1) / Job<T>.Block, new Job<T> { X = x, Sums = sums, Batch = batch, Channels = channels, Pixels = pixels });

    private struct Job<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public const int Block = 8;

        public T* X;
        public T* Sums;
        public int Batch;
        public int Channels;
        public int Pixels;

        public void Run(int index)
        {
            int first = index * Block, end = Math.Min(Channels, first + Block);
            new Span<T>(Sums + first, end - first).Clear();
            for (int image = 0; image < Batch; image++)
                for (int c = first; c < end; c++)
                    Sums[c] += TensorPrimitives.Sum(new ReadOnlySpan<T>(X + (((nint)image * Channels) + c) * Pixels, Pixels));
        }
    }
}
