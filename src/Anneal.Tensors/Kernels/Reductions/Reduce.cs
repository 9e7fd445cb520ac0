using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Sums and extremes of float and double tensors seen as [outer, n, inner], over n.</summary>
/// <remarks>All elements: <see cref="All"/>. Last axis: inner = 1. First axis: outer = 1. The order of additions depends on the sizes alone.</remarks>
internal static unsafe class Reduce
{
    /// <summary>A reduction of everything is cut into at most this many parts, whose results are joined in order.</summary>
    private const int MostParts = 1024;

    internal enum Kind
    {
        Sum,
        SumOfSquares,
        Max,
        Min,
    }

    /// <summary>One number from all elements, in double precision. Extremes of nothing are infinite.</summary>
    public static double All<T>(Kind kind, T* x, long length)
        where T : unmanaged
    {
        long grain = Math.Max(Elementwise.Grain, ((length / MostParts) + 64) & ~63L);
        double* parts = stackalloc double[MostParts];
        Wide<AllKernel, T>.ForRange(length, grain, new AllKernel(kind, x, parts, grain));
        int count = (int)((length + grain - 1) / grain);
        double result = kind switch
        {
            Kind.Max => double.NegativeInfinity,
            Kind.Min => double.PositiveInfinity,
            _ => 0,
        };
        for (int i = 0; i < count; i++)
        {
            result = kind switch
            {
                Kind.Max => Math.Max(result, parts[i]),
                Kind.Min => Math.Min(result, parts[i]),
                _ => result + parts[i],
            };
        }
        return result;
    }

    /// <summary>y[outer, inner] = scale * (the reduction of x[outer, n, inner] over n). A mean is a sum with scale 1 / n.</summary>
    public static void Axis<T>(Kind kind, T* x, T* y, long outer, long n, long inner, double scale = 1)
        where T : unmanaged
    {
        if (inner == 1) Rows(kind, x, y, outer, n, scale);
        else if (outer == 1 && kind == Kind.Sum) ColumnSums.Run(x, y, n, inner, scale);
        else
            Wide<InnerKernel, T>.ForRange(outer * inner, InnerGrain(n, inner), new InnerKernel(kind, x, y, n, inner, scale));
    }

    /// <summary>The integer sum of all elements. Wraps around beyond 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long SumToInt64<T>(T* x, long length)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        long sum = 0;
        for (long i = 0; i < length; i++) sum += long.CreateTruncating(x[i]);
        return sum;
    }

    /// <summary>y[outer, inner] = the integer sum of x[outer, n, inner] over n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AxisToInt64<T>(T* x, long* y, long outer, long n, long inner)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (long o = 0; o < outer; o++)
        {
            if (inner == 1)
            {
                y[o] = SumToInt64(x + (o * n), n);
                continue;
            }
            long* row = y + (o * inner);
            new Span<long>(row, checked((int)inner)).Clear();
            for (long k = 0; k < n; k++)
                for (long i = 0; i < inner; i++) row[i] += long.CreateTruncating(x[(((o * n) + k) * inner) + i]);
        }
    }

    /// <summary>A multiple of 64 columns, about a grain of elements deep.</summary>
    internal static long InnerGrain(long n, long inner) => Math.Max(64, Elementwise.Grain / Math.Max(1, Math.Min(n, Elementwise.Grain)) & ~63L);

    private static void Rows<T>(Kind kind, T* x, T* y, long rows, long n, double scale)
        where T : unmanaged
    {
        if (rows < 4 && n > 4 * Elementwise.Grain)
        {
            for (long r = 0; r < rows; r++) y[r] = Convert<T>(scale * All(kind, x + (r * n), n));
            return;
        }
        Wide<RowsKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(n), new RowsKernel(kind, x, y, n, scale));
    }

    private static T Convert<T>(double value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Row<L, V, T>(Kind kind, T* x, long n)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => kind switch
        {
            Kind.Sum => RowReductions<L, V, T>.Sum(x, n),
            Kind.SumOfSquares => RowReductions<L, V, T>.SumOfSquares(x, n),
            Kind.Max => Part<L, V, T>.ToDouble(RowReductions<L, V, T>.Max(x, n)),
            _ => Part<L, V, T>.ToDouble(RowReductions<L, V, T>.Min(x, n)),
        };

    private readonly struct AllKernel(Kind kind, void* input, double* parts, long grain) : ILaneKernel
    {
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged => parts[start / grain] = Row<L, V, T>(kind, (T*)input + start, end - start);
    }

    private readonly struct RowsKernel(Kind kind, void* input, void* output, long n, double scale) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = start; r < end; r++)
                ((T*)output)[r] = Part<L, V, T>.FromDouble(scale * Row<L, V, T>(kind, (T*)input + (r * n), n));
        }
    }

    /// <summary>Neighbouring columns side by side in a register, down the n rows of their matrix. Elements of the range are (outer, inner) pairs.</summary>
    private readonly struct InnerKernel(Kind kind, void* input, void* output, long n, long inner, double scale) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long at = start; at < end;)
            {
                long o = at / inner, column = at % inner;
                int count = (int)Math.Min(Math.Min(L.Count, end - at), inner - column);
                T* x = (T*)input + (o * n * inner) + column;
                V result = kind switch
                {
                    Kind.Max => Down<MaximumOperator, L, V, T>(x, L.Constant(double.NegativeInfinity), count),
                    Kind.Min => Down<MinimumOperator, L, V, T>(x, L.Constant(double.PositiveInfinity), count),
                    Kind.Sum => L.Multiply(Down<AddOperator, L, V, T>(x, L.Zero, count), L.Constant(scale)),
                    _ => L.Multiply(Down<AddSquareOperator, L, V, T>(x, L.Zero, count), L.Constant(scale)),
                };
                Part<L, V, T>.Store((T*)output + at, result, count);
                at += count;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Down<TOperator, L, V, T>(T* x, V first, int count)
            where TOperator : struct, IBinaryOperator
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            // Sums go through a second register every 128 rows, so that rounding errors don't pile up.
            V result = first;
            for (long block = 0; block < n; block += 128)
            {
                V part = first;
                long last = Math.Min(n, block + 128);
                for (long k = block; k < last; k++) part = default(TOperator).Apply<L, V, T>(part, Part<L, V, T>.Load(x + (k * inner), count));
                result = kind == Kind.SumOfSquares ? L.Add(result, part) : default(TOperator).Apply<L, V, T>(result, part);
            }
            return result;
        }
    }

    private readonly struct AddSquareOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<L, V, T>(V a, V b)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged => L.MultiplyAdd(b, b, a);
    }
}
