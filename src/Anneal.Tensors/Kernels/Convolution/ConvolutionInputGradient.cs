using System.Numerics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradient of a convolution's input; read the other way, a transposed convolution.</summary>
/// <remarks>
/// With strides of 1 it is a convolution itself, by the same weights turned by half a circle. Otherwise each block of
/// channels is a product of the transposed weights with the gradient, folded back into the image.
/// </remarks>
internal static unsafe class ConvolutionInputGradient
{
    /// <summary>Bytes of unfolded gradient that a part works on: a core's own cache holds it.</summary>
    private const long Block = 384 * 1024;

    /// <param name="s">The lengths of the convolution (its output is our input).</param>
    /// <param name="gradient"><c>[batch, outChannels, outHeight, outWidth]</c>.</param>
    /// <param name="weights"><c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>.</param>
    /// <param name="result"><c>[batch, inChannels, height, width]</c>, written.</param>
    /// <param name="bias"><c>[inChannels]</c>, added to the result; or null.</param>
    public static void Run<T>(in ConvolutionShape s, T* gradient, T* weights, T* result, T* bias)
        where T : unmanaged, INumber<T>
    {
        if (s.Batch == 0 || s.Plane == 0) return;
        if (s.IsUnitStride)
        {
            ConvolutionShape reversed = s.Reversed();
            if (typeof(T) == typeof(float) && Winograd.Suits(in reversed))
            {
                WinogradForward.Run(in reversed, (float*)gradient, (float*)weights, reversed: true, (float*)result, (float*)bias, null, Activation.None);
                return;
            }
            using Scratch.Lease turned = Scratch.Rent(sizeof(T) * (long)s.OutChannels * s.Taps);
            Turn(in s, weights, (T*)turned.Pointer);
            ConvolutionForward.Run(in reversed, gradient, (T*)turned.Pointer, result, bias, null, Activation.None);
            return;
        }

        long perChannel = sizeof(T) * (long)s.KernelSize * s.Pixels;
        int channels = (int)Math.Clamp(Block / Math.Max(1, perChannel), 1, s.InPerGroup);
        while (channels > 8 && (long)s.Batch * s.Groups * ((s.InPerGroup + channels - 1) / channels) < 16) channels = (channels + 1) / 2;
        var job = new Job<T>
        {
            Shape = s, Gradient = gradient, Weights = weights, Result = result, Bias = bias, Channels = channels, Blocks = (s.InPerGroup + channels - 1) / channels,
        };
        WorkerPool.For(s.Batch * s.Groups * job.Blocks, in job);
    }

    /// <summary>Weights for the reverse way: <c>[inChannels, outChannels / groups, kernelHeight, kernelWidth]</c>, each kernel turned by half a circle.</summary>
    private static void Turn<T>(in ConvolutionShape s, T* weights, T* turned)
        where T : unmanaged
    {
        int size = s.KernelSize, m = s.OutPerGroup, c = s.InPerGroup;
        for (int g = 0; g < s.Groups; g++)
            for (int i = 0; i < c; i++)
                for (int o = 0; o < m; o++)
                {
                    T* from = weights + (((((nint)g * m) + o) * c) + i) * size;
                    for (int k = size - 1; k >= 0; k--) *turned++ = from[k];
                }
    }

    private struct Job<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public ConvolutionShape Shape;
        public T* Gradient;
        public T* Weights;
        public T* Result;
        public T* Bias;
        public int Channels;
        public int Blocks;

        public void Run(int index)
        {
            ref readonly ConvolutionShape s = ref Unsafe.AsRef(in Shape);
            int block = index % Blocks, group = index / Blocks % s.Groups, image = index / (Blocks * s.Groups);
            int first = block * Channels, count = Math.Min(Channels, s.InPerGroup - first);
            int rows = count * s.KernelSize, m = s.OutPerGroup, n = s.Pixels;
            nint channel = ((nint)group * s.InPerGroup) + first;
            T* result = Result + (((nint)image * s.InChannels) + channel) * s.Plane;
            for (int c = 0; c < count; c++) new Span<T>(result + ((nint)c * s.Plane), s.Plane).Fill(Bias is null ? T.Zero : Bias[channel + c]);
            if (n == 0) return;

            using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (long)rows * n);
            var unfolded = (T*)lease.Pointer;
            var transposed = new MatrixView<T>(Weights + ((nint)group * m * s.Taps) + ((nint)first * s.KernelSize), 1, s.Taps);
            var gradient = new MatrixView<T>(Gradient + (((nint)image * s.OutChannels) + ((nint)group * m)) * n, n, 1);
            Gemm.RunSerial(rows, n, m, transposed, gradient, unfolded, n);
            Fold<T>.Run(unfolded, in s, count, result);
        }
    }
}
