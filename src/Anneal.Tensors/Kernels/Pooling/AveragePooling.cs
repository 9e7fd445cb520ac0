using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>The mean of each window.</summary>
internal static unsafe class AveragePooling
{
    public static void Run<T>(in PoolShape s, T* x, T* y)
        where T : unmanaged, INumber<T> => WorkerPool.ForRange(s.Planes, s.Grain, new Job<T> { Shape = s, X = x, Y = y });

    /// <summary>Spreads each window's number evenly over the window: the gradient of the mean.</summary>
    public static void Spread<T>(in PoolShape s, T* y, T* x)
        where T : unmanaged, INumber<T> => WorkerPool.ForRange(s.Planes, s.Grain, new SpreadJob<T> { Shape = s, X = x, Y = y });

    private static T Share<T>(in PoolShape s, PoolShape.Window rows, PoolShape.Window columns)
        where T : unmanaged, INumber<T> =>
        T.One / T.CreateChecked(s.CountsPadding ? (long)rows.Padded * columns.Padded : (long)rows.Length * columns.Length);

    private struct Job<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public PoolShape Shape;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            ref readonly PoolShape s = ref Unsafe.AsRef(in Shape);
            for (long plane = start; plane < end; plane++)
            {
                T* x = X + (plane * s.Plane), y = Y + (plane * s.OutPlane);
                for (int oy = 0; oy < s.OutHeight; oy++)
                {
                    PoolShape.Window rows = s.Rows(oy);
                    for (int ox = 0; ox < s.OutWidth; ox++)
                    {
                        PoolShape.Window columns = s.Columns(ox);
                        T sum = T.Zero;
                        if (columns.Length == s.Width) sum = TensorPrimitives.Sum(new ReadOnlySpan<T>(x + ((nint)rows.Start * s.Width), rows.Length * s.Width));
                        else
                            for (int iy = rows.Start; iy < rows.End; iy++)
                                for (int ix = columns.Start; ix < columns.End; ix++) sum += x[((nint)iy * s.Width) + ix];
                        *y++ = sum * Share<T>(in s, rows, columns);
                    }
                }
            }
        }
    }

    private struct SpreadJob<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public PoolShape Shape;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            ref readonly PoolShape s = ref Unsafe.AsRef(in Shape);
            new Span<T>(X + (start * s.Plane), checked((int)((end - start) * s.Plane))).Clear();
            for (long plane = start; plane < end; plane++)
            {
                T* x = X + (plane * s.Plane), y = Y + (plane * s.OutPlane);
                for (int oy = 0; oy < s.OutHeight; oy++)
                {
                    PoolShape.Window rows = s.Rows(oy);
                    for (int ox = 0; ox < s.OutWidth; ox++)
                    {
                        PoolShape.Window columns = s.Columns(ox);
                        T part = *y++ * Share<T>(in s, rows, columns);
                        for (int iy = rows.Start; iy < rows.End; iy++)
                            for (int ix = columns.Start; ix < columns.End; ix++) x[((nint)iy * s.Width) + ix] += part;
                    }
                }
            }
        }
    }
}
