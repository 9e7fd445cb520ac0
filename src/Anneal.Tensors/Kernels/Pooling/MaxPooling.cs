using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The largest number of each window; NaN where there is one. Of equal ones the first counts.</summary>
internal static unsafe class MaxPooling
{
    /// <summary>Largest numbers alone, for inference.</summary>
    public static void Run<T>(in PoolShape s, T* x, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => WorkerPool.ForRange(s.Planes, s.Grain, new ValuesJob<T> { Shape = s, X = x, Y = y });

    /// <summary>Largest numbers, and for each its place in the plane of <paramref name="x"/>.</summary>
    public static void Run<T>(in PoolShape s, T* x, T* y, int* places)
        where T : unmanaged, INumber<T> => WorkerPool.ForRange(s.Planes, s.Grain, new PlacesJob<T> { Shape = s, X = x, Y = y, Places = places });

    /// <summary>Brings gradients of windows back to the places of their largest numbers.</summary>
    public static void Scatter<T>(in PoolShape s, T* gradient, int* places, T* dx)
        where T : unmanaged, INumber<T> => WorkerPool.ForRange(s.Planes, s.Grain, new ScatterJob<T> { Shape = s, Gradient = gradient, Places = places, Result = dx });

    /// <summary>Reads from each plane what lies at the places: the reverse of <see cref="Scatter"/>.</summary>
    public static void Gather<T>(in PoolShape s, T* x, int* places, T* y)
        where T : unmanaged, INumber<T> => WorkerPool.ForRange(s.Planes, s.Grain, new GatherJob<T> { Shape = s, X = x, Places = places, Result = y });

    private struct ValuesJob<T> : IRangeJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolShape Shape;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            ref readonly PoolShape s = ref Unsafe.AsRef(in Shape);
            int pad = s.IsAdaptive ? 0 : s.PadX, length = s.Width + (2 * pad);
            using Scratch.Lease lease = Scratch.Rent(sizeof(T) * 2L * length);
            var padded = new Span<T>((T*)lease.Pointer, length);
            Span<T> row = padded.Slice(pad, s.Width), largest = new Span<T>((T*)lease.Pointer + length, length);
            padded.Fill(T.NegativeInfinity);
            for (long plane = start; plane < end; plane++)
            {
                T* x = X + (plane * s.Plane), y = Y + (plane * s.OutPlane);
                for (int oy = 0; oy < s.OutHeight; oy++, y += s.OutWidth)
                {
                    // Down the rows first, a register at a time; then along what is left.
                    PoolShape.Window rows = s.Rows(oy);
                    new ReadOnlySpan<T>(x + ((nint)rows.Start * s.Width), s.Width).CopyTo(row);
                    for (int iy = rows.Start + 1; iy < rows.End; iy++) TensorPrimitives.Max(row, new ReadOnlySpan<T>(x + ((nint)iy * s.Width), s.Width), row);
                    if (s.IsAdaptive)
                    {
                        for (int ox = 0; ox < s.OutWidth; ox++)
                        {
                            PoolShape.Window columns = s.Columns(ox);
                            y[ox] = TensorPrimitives.Max<T>(row[columns.Start..columns.End]);
                        }
                        continue;
                    }
                    padded.CopyTo(largest);
                    Span<T> windows = largest[..(length - s.KernelWidth + 1)];
                    for (int kx = 1; kx < s.KernelWidth; kx++) TensorPrimitives.Max(windows, padded.Slice(kx, windows.Length), windows);
                    for (int ox = 0; ox < s.OutWidth; ox++) y[ox] = windows[ox * s.StrideX];
                }
            }
        }
    }

    private struct PlacesJob<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public PoolShape Shape;
        public T* X;
        public T* Y;
        public int* Places;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            ref readonly PoolShape s = ref Unsafe.AsRef(in Shape);
            if (typeof(T) == typeof(float) && PairedMaximum.Fits(in s))
            {
                for (long plane = start; plane < end; plane++) PairedMaximum.Run(in s, (float*)X + (plane * s.Plane), (float*)Y + (plane * s.OutPlane), Places + (plane * s.OutPlane));
                return;
            }
            for (long plane = start; plane < end; plane++)
            {
                T* x = X + (plane * s.Plane), y = Y + (plane * s.OutPlane);
                int* places = Places + (plane * s.OutPlane);
                for (int oy = 0; oy < s.OutHeight; oy++)
                {
                    PoolShape.Window rows = s.Rows(oy);
                    for (int ox = 0; ox < s.OutWidth; ox++)
                    {
                        PoolShape.Window columns = s.Columns(ox);
                        int best = (rows.Start * s.Width) + columns.Start;
                        T most = x[best];
                        for (int iy = rows.Start; iy < rows.End; iy++)
                            for (int ix = columns.Start; ix < columns.End; ix++)
                            {
                                int place = (iy * s.Width) + ix;
                                T value = x[place];
                                if (!(value > most) && !T.IsNaN(value)) continue;
                                most = value;
                                best = place;
                            }
                        *y++ = most;
                        *places++ = best;
                    }
                }
            }
        }
    }

    private struct ScatterJob<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public PoolShape Shape;
        public T* Gradient;
        public int* Places;
        public T* Result;

        public void Run(long start, long end)
        {
            int outPlane = Shape.OutPlane, plane = Shape.Plane;
            new Span<T>(Result + (start * plane), checked((int)((end - start) * plane))).Clear();
            for (long p = start; p < end; p++)
                for (long i = p * outPlane; i < (p + 1) * outPlane; i++) Result[(p * plane) + Places[i]] += Gradient[i];
        }
    }

    private struct GatherJob<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public PoolShape Shape;
        public T* X;
        public int* Places;
        public T* Result;

        public void Run(long start, long end)
        {
            int outPlane = Shape.OutPlane, plane = Shape.Plane;
            for (long p = start; p < end; p++)
                for (long i = p * outPlane; i < (p + 1) * outPlane; i++) Result[i] = X[(p * plane) + Places[i]];
        }
    }
}
