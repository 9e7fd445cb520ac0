using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradient of a convolution's input; read the other way, a transposed convolution.</summary>
/// <remarks>
/// With strides of 1 it is a convolution itself, by the same weights turned by half a circle. With larger strides the
/// input's pixels fall into phases, y modulo the stride and x modulo the stride: a phase sees only some of the taps, and
/// for them it is such a convolution. The phases are computed one after another and interleaved.
/// </remarks>
internal static unsafe class ConvolutionInputGradient
{
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
        }

        // All phases of one row lie side by side until they are interleaved.
        Phase tallest = Phase.Of(0, s.Height, s.KernelHeight, s.StrideY, s.PadY, s.DilationY), widest = Phase.Of(0, s.Width, s.KernelWidth, s.StrideX, s.PadX, s.DilationX);
        long planes = (long)s.Batch * s.InChannels, apart = planes * tallest.Length * widest.Length;
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (((long)s.OutChannels * s.Taps) + (s.IsUnitStride ? 0 : apart * s.StrideX)));
        var turned = (T*)lease.Pointer;
        T* phases = turned + ((long)s.OutChannels * s.Taps);
        for (int y = 0; y < Math.Min(s.StrideY, s.Height); y++)
        {
            Phase rows = Phase.Of(y, s.Height, s.KernelHeight, s.StrideY, s.PadY, s.DilationY);
            for (int x = 0; x < Math.Min(s.StrideX, s.Width); x++)
            {
                Phase columns = Phase.Of(x, s.Width, s.KernelWidth, s.StrideX, s.PadX, s.DilationX);
                One(in s, in rows, in columns, gradient, weights, turned, s.IsUnitStride ? result : phases + (x * apart), bias);
            }
            if (!s.IsUnitStride) WorkerPool.ForRange(planes, Math.Max(1, 16384 / Math.Max(1, s.Plane)), new Interleave<T> { Shape = s, Row = y, Rows = rows.Length, Phases = phases, Apart = apart, Result = result });
        }
    }

    private static void One<T>(in ConvolutionShape s, in Phase rows, in Phase columns, T* gradient, T* weights, T* turned, T* result, T* bias)
        where T : unmanaged, INumber<T>
    {
        if (rows.Taps == 0 || columns.Taps == 0)
        {
            int pixels = rows.Length * columns.Length;
            for (int n = 0; n < s.Batch; n++)
                for (int c = 0; c < s.InChannels; c++, result += pixels) new Span<T>(result, pixels).Fill(bias is null ? T.Zero : bias[c]);
            return;
        }
        ConvolutionShape phase = s;
        (phase.InChannels, phase.OutChannels) = (s.OutChannels, s.InChannels);
        (phase.Height, phase.Width, phase.OutHeight, phase.OutWidth) = (s.OutHeight, s.OutWidth, rows.Length, columns.Length);
        (phase.KernelHeight, phase.KernelWidth) = (rows.Taps, columns.Taps);
        (phase.StrideY, phase.StrideX) = (1, 1);
        (phase.PadY, phase.PadX) = (rows.Pad, columns.Pad);
        (phase.DilationY, phase.DilationX) = (rows.Dilation, columns.Dilation);
        Turn(in s, in rows, in columns, weights, turned);
        ConvolutionForward.Run(in phase, gradient, turned, result, bias, null, Activation.None);
    }

    /// <summary>The weights of a phase for the reverse way, <c>[inChannels, outChannels / groups, tapsY, tapsX]</c>, turned by half a circle.</summary>
    private static void Turn<T>(in ConvolutionShape s, in Phase rows, in Phase columns, T* weights, T* turned)
        where T : unmanaged
    {
        int m = s.OutPerGroup, channels = s.InPerGroup;
        nint outStep = (nint)channels * s.KernelSize;
        for (int i = 0; i < s.InChannels; i++)
        {
            T* from = weights + ((nint)(i / channels) * m * outStep) + ((nint)(i % channels) * s.KernelSize);
            for (int o = 0; o < m; o++, from += outStep)
                for (int y = rows.Taps - 1; y >= 0; y--)
                    for (int x = columns.Taps - 1; x >= 0; x--)
                        *turned++ = from[((rows.First + (y * rows.Step)) * s.KernelWidth) + columns.First + (x * columns.Step)];
        }
    }

    /// <summary>One axis of a phase: the places p, p + stride, p + 2 * stride, … of the input, and the taps that reach them.</summary>
    private readonly record struct Phase(int Length, int First, int Step, int Taps, int Pad, int Dilation)
    {
        // Tap k of output o looks at input o * stride - pad + k * dilation. For the i-th place of the phase that is
        // o = i + (place + pad - k * dilation) / stride, so k is a tap of the phase when the division leaves no rest.
        public static Phase Of(int place, int length, int kernel, int stride, int pad, int dilation)
        {
            int places = (length - place + stride - 1) / stride, step = stride / (int)BigInteger.GreatestCommonDivisor(stride, dilation);
            int first = 0;
            while (first < kernel && (place + pad - (first * dilation)) % stride != 0) first++;
            if (first >= kernel) return new Phase(places, 0, 1, 0, 0, 1);
            int taps = ((kernel - 1 - first) / step) + 1, last = first + ((taps - 1) * step);
            return new Phase(places, first, step, taps, -((place + pad - (last * dilation)) / stride), dilation * step / stride);
        }
    }

    /// <summary>Puts the phases of every stride-th row where they belong.</summary>
    private struct Interleave<T> : IRangeJob
        where T : unmanaged
    {
        public ConvolutionShape Shape;
        public int Row;
        public int Rows;
        public T* Phases;
        public long Apart;
        public T* Result;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            int width = Shape.Width, stride = Shape.StrideX;
            for (long plane = start; plane < end; plane++)
                for (int y = 0; y < Rows; y++)
                {
                    T* to = Result + (plane * Shape.Plane) + (((nint)(y * Shape.StrideY) + Row) * width);
                    if (typeof(T) == typeof(float) && stride == 2 && Avx512F.IsSupported)
                    {
                        int odd = width / 2, even = width - odd;
                        Pairs((float*)Phases + (((plane * Rows) + y) * even), (float*)(Phases + Apart) + (((plane * Rows) + y) * odd), odd, (float*)to, width);
                        continue;
                    }
                    for (int x = 0; x < Math.Min(stride, width); x++)
                    {
                        int length = (width - x + stride - 1) / stride;
                        T* from = Phases + (x * Apart) + (((plane * Rows) + y) * length);
                        for (int i = 0; i < length; i++) to[x + (i * stride)] = from[i];
                    }
                }
        }

        /// <summary>Even and odd places by turns: two permutations make two full registers of two.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Pairs(float* even, float* odd, int pairs, float* to, int width)
        {
            Vector512<int> i = Vector512<int>.Indices, low = (i >> 1) + ((i & Vector512<int>.One) << 4), high = low + Vector512.Create(8);
            int x = 0;
            for (; x + 16 <= pairs; x += 16)
            {
                Vector512<float> a = Vector512.Load(even + x), b = Vector512.Load(odd + x);
                Avx512F.PermuteVar16x32x2(a, low, b).Store(to + (2 * x));
                Avx512F.PermuteVar16x32x2(a, high, b).Store(to + (2 * x) + 16);
            }
            for (; 2 * x < width; x++)
            {
                to[2 * x] = even[x];
                if ((2 * x) + 1 < width) to[(2 * x) + 1] = odd[x];
            }
        }
    }
}
