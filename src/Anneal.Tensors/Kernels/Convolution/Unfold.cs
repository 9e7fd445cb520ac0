using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Lays out what each output pixel sees: <c>target[tap * step + lane]</c> is the input that this tap multiplies for pixel <c>firstPixel + lane</c>.</summary>
/// <remarks>Only ever a panel's worth of pixels at a time, so that the unfolded image is never in memory as a whole.</remarks>
internal static unsafe class Unfold<T>
    where T : unmanaged
{
    /// <param name="images">The first channel of the group in the first image.</param>
    /// <param name="s">The lengths.</param>
    /// <param name="firstTap">The first tap (channel, ky, kx) wanted.</param>
    /// <param name="taps">How many taps.</param>
    /// <param name="firstPixel">The first output pixel, counted through all images.</param>
    /// <param name="count">How many pixels: at most 32.</param>
    /// <param name="width">Lanes to write, at least <paramref name="count"/>; those beyond it become zero.</param>
    /// <param name="target">Where to.</param>
    /// <param name="step">From one tap to the next in the target.</param>
    public static void Run(T* images, in ConvolutionShape s, int firstTap, int taps, int firstPixel, int count, int width, T* target, nint step)
    {
        int lane = 0;
        while (lane < count)
        {
            // Pixels of one output row at a time: their inputs lie in one input row.
            int row = (firstPixel + lane) / s.OutWidth, ox = (firstPixel + lane) % s.OutWidth;
            int length = Math.Min(count - lane, s.OutWidth - ox), oy = row % s.OutHeight;
            Segment(images + ((nint)(row / s.OutHeight) * s.InChannels * s.Plane), in s, firstTap, taps, oy, ox, length, target + lane, step);
            lane += length;
        }
        if (count == width) return;
        for (int t = 0; t < taps; t++) new Span<T>(target + (t * step) + count, width - count).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Segment(T* image, in ConvolutionShape s, int firstTap, int taps, int oy, int ox, int length, T* target, nint step)
    {
        int size = s.KernelSize, end = firstTap + taps;
        nint plane = s.Plane;
        for (int ky = 0; ky < s.KernelHeight; ky++)
        {
            int iy = (oy * s.StrideY) - s.PadY + (ky * s.DilationY);
            for (int kx = 0; kx < s.KernelWidth; kx++)
            {
                int inKernel = (ky * s.KernelWidth) + kx;
                int channel = (Math.Max(firstTap - inKernel, 0) + size - 1) / size;
                int tap = (channel * size) + inKernel;
                if (tap >= end) continue;
                int rows = ((end - 1 - tap) / size) + 1;

                // Lanes [low, high) see a pixel of the image, the others its border of zeros.
                int ix = (ox * s.StrideX) - s.PadX + (kx * s.DilationX);
                int low = ix >= 0 ? 0 : Math.Min(length, (-ix + s.StrideX - 1) / s.StrideX);
                int high = ix >= s.Width ? 0 : Math.Min(length, ((s.Width - 1 - ix) / s.StrideX) + 1);
                if ((uint)iy >= (uint)s.Height) high = 0;
                T* from = image + (channel * plane) + (iy * (nint)s.Width) + ix;
                Rows(from, plane, s.StrideX, low, Math.Max(low, high), length, rows, target + ((tap - firstTap) * step), size * step);
            }
        }
    }

    /// <summary>One place of the kernel in several channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(T* from, nint plane, int stride, int low, int high, int length, int rows, T* to, nint toStep)
    {
        if (low == high)
        {
            for (int r = 0; r < rows; r++, to += toStep) new Span<T>(to, length).Clear();
            return;
        }
        if (typeof(T) == typeof(float) && Avx512F.IsSupported && stride <= 2)
        {
            for (int done = 0; done < length; done += 16)
            {
                int lanes = Math.Min(16, length - done);
                if (stride == 1) Copy((float*)from + done, plane, low - done, high - done, lanes, rows, (float*)to + done, toStep);
                else CopyEven((float*)from + (2 * done), plane, low - done, high - done, lanes, rows, (float*)to + done, toStep);
            }
            return;
        }
        for (int r = 0; r < rows; r++, to += toStep, from += plane)
        {
            for (int i = 0; i < low; i++) to[i] = default;
            T* pixel = from + (low * stride);
            for (int i = low; i < high; i++, pixel += stride) to[i] = *pixel;
            for (int i = high; i < length; i++) to[i] = default;
        }
    }

    // A masked load reads nothing, and so can't fault, where its mask is off: the border needs no special case.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, nint plane, int low, int high, int lanes, int rows, float* to, nint toStep)
    {
        if (lanes == 16 && low <= 0 && high >= 16)
        {
            for (int r = 0; r < rows; r++, to += toStep, from += plane) Vector512.Load(from).Store(to);
            return;
        }
        Vector512<float> read = Range(low, high), write = Range(0, lanes);
        for (int r = 0; r < rows; r++, to += toStep, from += plane)
            Avx512F.MaskStore(to, write, Avx512F.MaskLoad(from, read, Vector512<float>.Zero));
    }

    /// <summary>Every second pixel: two registers are read, and a permutation takes the even places of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEven(float* from, nint plane, int low, int high, int lanes, int rows, float* to, nint toStep)
    {
        Vector512<float> first = Range(2 * low, (2 * high) - 1), second = Range((2 * low) - 16, (2 * high) - 17), write = Range(0, lanes);
        Vector512<int> even = Vector512<int>.Indices * 2;
        for (int r = 0; r < rows; r++, to += toStep, from += plane)
        {
            Vector512<float> left = Avx512F.MaskLoad(from, first, Vector512<float>.Zero);
            Vector512<float> right = Avx512F.MaskLoad(from + 16, second, Vector512<float>.Zero);
            Avx512F.MaskStore(to, write, Avx512F.PermuteVar16x32x2(left, even, right));
        }
    }

    private static Vector512<float> Range(int low, int high)
    {
        Vector512<int> i = Vector512<int>.Indices;
        return (Vector512.GreaterThanOrEqual(i, Vector512.Create(low)) & Vector512.LessThan(i, Vector512.Create(high))).AsSingle();
    }
}
