using System.Numerics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradient of a convolution's weights: for each tap and output channel, a sum over all pixels of all images.</summary>
/// <remarks>
/// The work is cut into blocks of taps and, where those are few, groups of images; each group sums on its own, and the
/// groups are added in order, so the result has the same bits at any number of threads. Small images are taken several
/// at a time: the sums then run over enough pixels to be worth a trip to memory.
/// </remarks>
internal static unsafe class ConvolutionWeightGradient
{
    private const int PartsWanted = 16;

    private const int FewestTaps = 48;

    /// <summary>Pixels that are unfolded at once.</summary>
    private const int Panel = 32;

    /// <summary>Bytes of unfolded image that a part works on.</summary>
    private const long Block = 512 * 1024;

    /// <summary>Pixels that a product sums over, if the images are smaller.</summary>
    private const int FewestPixels = 512;

    /// <param name="s">The lengths.</param>
    /// <param name="x"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="gradient"><c>[batch, outChannels, outHeight, outWidth]</c>.</param>
    /// <param name="result"><c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>, written.</param>
    public static void Run<T>(in ConvolutionShape s, T* x, T* gradient, T* result)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) && Winograd.Suits(in s))
        {
            WinogradWeightGradient.Run(in s, (float*)x, (float*)gradient, (float*)result);
            return;
        }
        int together = Math.Clamp(FewestPixels / Math.Max(1, s.Pixels), 1, Math.Max(1, s.Batch));
        long fitting = Math.Min(Block / Math.Max(1, sizeof(T) * (long)s.Pixels * together), Math.Max(FewestTaps, s.Taps / (PartsWanted / 2)));
        int taps = (int)Math.Clamp(fitting, Math.Min(24, s.Taps), s.Taps);
        int blocks = (s.Taps + taps - 1) / taps;
        taps = (s.Taps + blocks - 1) / blocks;
        int groups = Math.Clamp(PartsWanted / (blocks * s.Groups), 1, Math.Max(1, s.Batch / together));
        int images = Math.Max(1, (s.Batch + groups - 1) / groups);
        groups = Math.Max(1, (s.Batch + images - 1) / images);

        long size = (long)s.OutChannels * s.Taps, pixels = (long)s.Batch * s.Pixels;
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * ((size * groups) + (together > 1 ? pixels * s.OutChannels : 0)));
        var job = new Job<T>
        {
            Shape = s, X = x, Gradient = gradient, Partial = (T*)lease.Pointer, Taps = taps, Blocks = blocks, Images = images, Together = together,
        };
        if (together > 1)
        {
            job.Turned = job.Partial + (size * groups);
            WorkerPool.For(s.Batch, new Turn<T> { Shape = s, Gradient = gradient, Turned = job.Turned });
        }
        WorkerPool.For(groups * s.Groups * blocks, in job);
        WeightGradientSums.Run(job.Partial, groups, s.Groups, s.Taps, s.OutPerGroup, result);
    }

    /// <summary>The gradient with all pixels in one column: from <c>[batch, channels, pixels]</c> to <c>[batch, pixels, channels]</c>.</summary>
    private struct Turn<T> : IJob
        where T : unmanaged
    {
        public ConvolutionShape Shape;
        public T* Gradient;
        public T* Turned;

        public void Run(int image)
        {
            int pixels = Shape.Pixels, channels = Shape.OutChannels;
            nint start = (nint)image * pixels * channels;
            Packing<T>.Strip(Gradient + start, 1, pixels, pixels, channels, Turned + start, channels);
        }
    }

    /// <summary>One block of taps of one group of channels, over some images. Its sums are <c>[taps, outChannels]</c>.</summary>
    private struct Job<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public ConvolutionShape Shape;
        public T* X;
        public T* Gradient;
        public T* Partial;
        public int Taps;
        public int Blocks;
        public int Images;
        public int Together;
        public T* Turned;

        public void Run(int index)
        {
            ref readonly ConvolutionShape s = ref Unsafe.AsRef(in Shape);
            int block = index % Blocks, group = index / Blocks % s.Groups, part = index / (Blocks * s.Groups);
            int first = block * Taps, taps = Math.Min(Taps, s.Taps - first);
            int m = s.OutPerGroup, n = s.Pixels;
            T* sums = Partial + (((((nint)part * s.Groups) + group) * s.Taps) + first) * m;
            int from = part * Images, to = Math.Min(s.Batch, from + Images);
            if (n == 0 || from >= to)
            {
                new Span<T>(sums, taps * m).Clear();
                return;
            }

            bool direct = s.IsPointwise && Together == 1;
            nint columns = (nint)n * Together;
            using Scratch.Lease lease = Scratch.Rent(direct ? 0 : sizeof(T) * taps * columns);
            T* pixels = X + ((nint)group * s.InPerGroup * s.Plane);
            for (int image = from; image < to; image += Together)
            {
                int count = n * Math.Min(Together, to - image);
                T* unfolded = direct ? pixels + ((nint)image * s.InChannels * s.Plane) + ((nint)first * n) : (T*)lease.Pointer;
                for (int j = 0; j < count && !direct; j += Panel)
                {
                    int width = Math.Min(Panel, count - j);
                    Unfold<T>.Run(pixels, in s, first, taps, (image * n) + j, width, width, unfolded + j, count);
                }
                var gradient = Turned is null
                    ? new MatrixView<T>(Gradient + (((nint)image * s.OutChannels) + ((nint)group * m)) * n, 1, n)
                    : new MatrixView<T>(Turned + ((nint)image * n * s.OutChannels) + ((nint)group * m), s.OutChannels, 1);
                Gemm.RunSerial(taps, m, count, new MatrixView<T>(unfolded, count, 1), gradient, sums, m, new Epilogue<T> { Accumulate = image > from });
            }
        }
    }
}
