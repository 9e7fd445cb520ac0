using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>The reverse of <see cref="Unfold{T}"/>: adds what each tap has for each output pixel to the input pixel that it looked at.</summary>
internal static unsafe class Fold<T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    /// <param name="unfolded"><c>[channels, kernelHeight, kernelWidth, pixels]</c>.</param>
    /// <param name="s">The lengths.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="image"><c>[channels, height, width]</c>, added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* unfolded, in ConvolutionShape s, int channels, T* image)
    {
        for (int c = 0; c < channels; c++, image += s.Plane)
        {
            for (int ky = 0; ky < s.KernelHeight; ky++)
            {
                for (int kx = 0; kx < s.KernelWidth; kx++, unfolded += s.Pixels)
                {
                    int first = (kx * s.DilationX) - s.PadX;
                    int low = first >= 0 ? 0 : Math.Min(s.OutWidth, (-first + s.StrideX - 1) / s.StrideX);
                    int high = first >= s.Width ? 0 : Math.Min(s.OutWidth, ((s.Width - 1 - first) / s.StrideX) + 1);
                    if (high <= low) continue;
                    int iy = (ky * s.DilationY) - s.PadY;
                    T* row = unfolded + low;
                    for (int oy = 0; oy < s.OutHeight; oy++, iy += s.StrideY, row += s.OutWidth)
                        if ((uint)iy < (uint)s.Height) AddRow(row, image + ((nint)iy * s.Width) + first + (low * s.StrideX), high - low, s.StrideX);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(T* from, T* to, int count, int stride)
    {
        int i = 0;
        if (stride == 1 && Vector256.IsHardwareAccelerated)
        {
            for (; i + Vector256<T>.Count <= count; i += Vector256<T>.Count) (Vector256.Load(to + i) + Vector256.Load(from + i)).Store(to + i);
        }
        for (; i < count; i++) to[i * stride] += from[i];
    }
}
