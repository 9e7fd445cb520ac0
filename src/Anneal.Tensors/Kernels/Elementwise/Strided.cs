using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y = f(a, b) for operands of any layout: broadcast axes (stride 0), transposes, slices. The output is contiguous.</summary>
internal static unsafe class Strided
{
    internal const int MaxRank = 8;

    /// <summary>Elements of a row that are copied together before the operator sees them, when they don't lie side by side.</summary>
    private const int Batch = 256;

    /// <summary>Applies the operator over all of dims. Strides are in elements and may be zero or negative.</summary>
    public static void Binary<TOperator, T>(TOperator f, T* a, ReadOnlySpan<long> aStrides, T* b, ReadOnlySpan<long> bStrides, T* y, ReadOnlySpan<int> dims)
        where TOperator : unmanaged, IBinaryOperator
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dims.Length, MaxRank);
        Layout layout = default;
        long total = 1;
        for (int i = 0; i < dims.Length; i++)
        {
            total *= dims[i];
            if (dims[i] != 1) layout.Append(dims[i], aStrides[i], bStrides[i]);
        }
        if (total == 0) return;
        if (layout.Rank == 0) layout.Append(1, 0, 0);

        long inner = layout.Lengths[layout.Rank - 1];
        var kernel = new Kernel<TOperator>(f, a, b, y, &layout);
        Wide<Kernel<TOperator>, T>.ForRange(total / inner, Elementwise.RowsPerGrain(inner), kernel);
    }

    /// <summary>The axes, with neighbours that both operands walk through in one stride joined.</summary>
    private struct Layout
    {
        public int Rank;
        public fixed long Lengths[MaxRank];
        public fixed long A[MaxRank];
        public fixed long B[MaxRank];

        public void Append(long length, long a, long b)
        {
            int last = Rank - 1;
            if (last >= 0 && A[last] == a * length && B[last] == b * length)
            {
                Lengths[last] *= length;
                A[last] = a;
                B[last] = b;
                return;
            }
            Lengths[Rank] = length;
            A[Rank] = a;
            B[Rank++] = b;
        }
    }

    private readonly struct Kernel<TOperator>(TOperator f, void* left, void* right, void* output, Layout* layout) : ILaneKernel
        where TOperator : unmanaged, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            int last = layout->Rank - 1;
            long length = layout->Lengths[last], aStride = layout->A[last], bStride = layout->B[last];
            T* aRow = stackalloc T[Batch];
            T* bRow = stackalloc T[Batch];
            for (long row = start; row < end; row++)
            {
                T* a = (T*)left;
                T* b = (T*)right;
                long rest = row;
                for (int axis = last - 1; axis >= 0; axis--)
                {
                    long index = rest % layout->Lengths[axis];
                    rest /= layout->Lengths[axis];
                    a += index * layout->A[axis];
                    b += index * layout->B[axis];
                }
                T* y = (T*)output + (row * length);
                if (aStride == 1 && bStride == 1) Elementwise.Span<TOperator, L, V, T>(f, a, b, y, length);
                else if (aStride == 1 && bStride == 0) Elementwise.SpanScalar<TOperator, L, V, T>(f, a, L.Broadcast(*b), y, length);
                else if (aStride == 0 && bStride == 1) Elementwise.SpanScalar<Swapped<TOperator>, L, V, T>(new Swapped<TOperator>(f), b, L.Broadcast(*a), y, length);
                else Scattered<L, V, T>(a, aStride, b, bStride, y, length, aRow, bRow);
            }
        }

        private void Scattered<L, V, T>(T* a, long aStride, T* b, long bStride, T* y, long length, T* aRow, T* bRow)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long i = 0; i < length; i += Batch)
            {
                long count = Math.Min(Batch, length - i);
                for (long k = 0; k < count; k++)
                {
                    aRow[k] = a[(i + k) * aStride];
                    bRow[k] = b[(i + k) * bStride];
                }
                Elementwise.Span<TOperator, L, V, T>(f, aRow, bRow, y + i, count);
            }
        }
    }
}
