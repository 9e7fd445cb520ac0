using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>A convolution of few pixels by many constant weights, as the last layers of a network have at inference.</summary>
/// <remarks>
/// Reading the weights is most of the work, so they are the matrix that streams through in packed panels, and pixels are
/// the rows: <c>[pixels, taps] · [taps, outChannels]</c>. The result is turned round on its way out.
/// </remarks>
internal static unsafe class ConvolutionInference
{
    private const int MostPixels = 256;
    private const int FewestChannels = 32;
    private const int TapsPerPart = 256;
    private const int Panel = 32;

    public static bool Suits(in ConvolutionShape s) =>
        s.Groups == 1 && s.OutChannels >= FewestChannels && s.Taps >= FewestChannels && (long)s.Batch * s.Pixels <= MostPixels && !Winograd.Suits(in s);

    /// <inheritdoc cref="ConvolutionForward.Run" path="/param"/>
    public static void Run(in ConvolutionShape s, float* x, PackedMatrix weights, float* y, float* bias, float* residual, Activation activation)
    {
        int pixels = s.Batch * s.Pixels, channels = s.OutChannels, width = (pixels + 15) / 16 * 16;
        bool direct = s.IsPointwise && s.Batch == 1;
        using Scratch.Lease lease = Scratch.Rent(sizeof(float) * (((long)width * (direct ? 0 : s.Taps)) + ((long)pixels * channels)));
        var products = (float*)lease.Pointer;
        float* unfolded = products + ((long)pixels * channels);
        if (!direct)
        {
            WorkerPool.For((s.Taps + TapsPerPart - 1) / TapsPerPart, new UnfoldJob { Shape = s, X = x, Unfolded = unfolded, Pixels = pixels, Width = width });
        }
        var epilogue = new Epilogue<float> { ColumnBias = bias, Activation = residual is null ? activation : Activation.None };
        Gemm.Run(pixels, new MatrixView<float>(direct ? x : unfolded, 1, direct ? pixels : width), weights, products, channels, in epilogue);
        int parts = (channels + FewestChannels - 1) / FewestChannels;
        WorkerPool.For(s.Batch * parts, new TurnJob
        {
            Products = products, Y = y, Residual = residual, Relu = activation == Activation.Relu, Pixels = s.Pixels, Channels = channels, Parts = parts,
        });
    }

    private struct UnfoldJob : IJob
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Unfolded;
        public int Pixels;
        public int Width;

        public void Run(int index)
        {
            ref readonly ConvolutionShape s = ref Unsafe.AsRef(in Shape);
            int first = index * TapsPerPart, taps = Math.Min(TapsPerPart, s.Taps - first);
            for (int j = 0; j < Pixels; j += Panel)
            {
                int count = Math.Min(Panel, Pixels - j);
                Unfold<float>.Run(X, in s, first, taps, j, count, count, Unfolded + ((nint)first * Width) + j, Width);
            }
        }
    }

    /// <summary>From <c>[pixels, channels]</c> to <c>[channels, pixels]</c>, for some channels of an image.</summary>
    private struct TurnJob : IJob
    {
        public float* Products;
        public float* Y;
        public float* Residual;
        public bool Relu;
        public int Pixels;
        public int Channels;
        public int Parts;

        public void Run(int index)
        {
            int image = index / Parts, first = index % Parts * FewestChannels, count = Math.Min(FewestChannels, Channels - first);
            nint at = (((nint)image * Channels) + first) * Pixels;
            Packing<float>.Strip(Products + ((nint)image * Pixels * Channels) + first, 1, Channels, count, Pixels, Y + at, Pixels);
            if (Residual is null) return;
            var y = new Span<float>(Y + at, count * Pixels);
            System.Numerics.Tensors.TensorPrimitives.Add(y, new ReadOnlySpan<float>(Residual + at, y.Length), y);
            if (Relu) System.Numerics.Tensors.TensorPrimitives.Max(y, 0f, y);
        }
    }
}
