using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>One row times a matrix: C[1, n] = A[1, k] · B[k, n]. Every element of B is used once, so reading it is all that counts.</summary>
internal readonly unsafe struct VectorProduct<TLanes, V, T>(GemmProblem<T>* problem) : IJob
    where TLanes : ITileLanes<V, T>
    where V : struct
    where T : unmanaged
{
    private const int RowsTogether = 8;
    private const int ColumnsTogether = 4;

    private readonly GemmProblem<T>* problem = problem;

    public void Run(int index)
    {
        ref readonly GemmProblem<T> p = ref *problem;
        nint batch = index / p.ColumnParts;
        int column = index % p.ColumnParts * p.ColumnsPerPart;
        int columns = Math.Min(p.ColumnsPerPart, p.N - column);
        int k = p.K, room = (columns + ColumnsTogether + (2 * TLanes.Count)) / 16 * 16 + 16;

        using Scratch.Lease lease = Scratch.Rent((long)sizeof(T) * (room + (p.A.ColumnStride == 1 ? 0 : k)));
        T* sums = (T*)lease.Pointer;
        T* a = p.A.Data + (batch * p.ABatchStride);
        if (p.A.ColumnStride != 1)
        {
            T* copy = sums + room;
            for (nint i = 0; i < k; i++) copy[i] = a[i * p.A.ColumnStride];
            a = copy;
        }
        T* b = p.B.Data + (batch * p.BBatchStride) + (column * p.B.ColumnStride);
        if (p.B.ColumnStride == 1) AddRows(a, b, p.B.RowStride, k, columns, sums);
        else Dots(a, b, p.B.ColumnStride, k, columns, sums);

        Epilogue<T> finish = p.Epilogue;
        T* c = p.C + (batch * p.CBatchStride) + column;
        if (finish.Slope is not null) finish.Slope += c - p.C;
        if (finish.ColumnBias is not null) finish.ColumnBias += column;
        TileStore<TLanes, V, T>.Run(sums, 0, 1, columns, c, 0, in finish, 0, 0, finish.Accumulate, complete: true);
    }

    /// <summary>Rows of B lie in memory one after another: sums += a[p] · row p, eight rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(T* a, T* b, nint stride, nint k, int columns, T* sums)
    {
        int whole = columns / TLanes.Count * TLanes.Count, rest = columns - whole;
        for (int j = 0; j < columns; j += TLanes.Count) TLanes.Store(sums + j, default);
        nint p = 0;
        for (; p + RowsTogether <= k; p += RowsTogether, a += RowsTogether, b += RowsTogether * stride)
        {
            V a0 = TLanes.Broadcast(a), a1 = TLanes.Broadcast(a + 1), a2 = TLanes.Broadcast(a + 2), a3 = TLanes.Broadcast(a + 3);
            V a4 = TLanes.Broadcast(a + 4), a5 = TLanes.Broadcast(a + 5), a6 = TLanes.Broadcast(a + 6), a7 = TLanes.Broadcast(a + 7);
            T* row = b;
            T* row3 = b + (3 * stride);
            T* row6 = b + (6 * stride);
            T* ahead = p + (2 * RowsTogether) <= k ? b + (RowsTogether * stride) : b;
            T* ahead3 = ahead + (3 * stride);
            T* ahead6 = ahead + (6 * stride);
            for (int j = 0; j < whole; j += TLanes.Count)
            {
                if (Sse.IsSupported)
                {
                    // The next eight rows are far apart: the hardware does not foresee where we go on.
                    Sse.Prefetch0(ahead + j);
                    Sse.Prefetch0(ahead + stride + j);
                    Sse.Prefetch0(ahead + (2 * stride) + j);
                    Sse.Prefetch0(ahead3 + j);
                    Sse.Prefetch0(ahead3 + stride + j);
                    Sse.Prefetch0(ahead3 + (2 * stride) + j);
                    Sse.Prefetch0(ahead6 + j);
                    Sse.Prefetch0(ahead6 + stride + j);
                }
                V sum = TLanes.Load(sums + j);
                sum = TLanes.MultiplyAdd(a0, TLanes.Load(row + j), sum);
                sum = TLanes.MultiplyAdd(a1, TLanes.Load(row + stride + j), sum);
                sum = TLanes.MultiplyAdd(a2, TLanes.Load(row + (2 * stride) + j), sum);
                sum = TLanes.MultiplyAdd(a3, TLanes.Load(row3 + j), sum);
                sum = TLanes.MultiplyAdd(a4, TLanes.Load(row3 + stride + j), sum);
                sum = TLanes.MultiplyAdd(a5, TLanes.Load(row3 + (2 * stride) + j), sum);
                sum = TLanes.MultiplyAdd(a6, TLanes.Load(row6 + j), sum);
                sum = TLanes.MultiplyAdd(a7, TLanes.Load(row6 + stride + j), sum);
                TLanes.Store(sums + j, sum);
            }
            if (rest > 0) AddPart(a, row + whole, stride, RowsTogether, rest, sums + whole);
        }
        for (; p < k; p++, a++, b += stride)
        {
            V a0 = TLanes.Broadcast(a);
            for (int j = 0; j < whole; j += TLanes.Count) TLanes.Store(sums + j, TLanes.MultiplyAdd(a0, TLanes.Load(b + j), TLanes.Load(sums + j)));
            if (rest > 0) AddPart(a, b + whole, stride, 1, rest, sums + whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPart(T* a, T* b, nint stride, int rows, int columns, T* sums)
    {
        V sum = TLanes.Load(sums);
        for (int p = 0; p < rows; p++) sum = TLanes.MultiplyAdd(TLanes.Broadcast(a + p), TLanes.LoadPart(b + (p * stride), columns), sum);
        TLanes.Store(sums, sum);
    }

    /// <summary>Columns of B lie in memory one after another: four dot products at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Dots(T* a, T* b, nint stride, nint k, int columns, T* sums)
    {
        nint whole = k / TLanes.Count * TLanes.Count;
        int rest = (int)(k - whole);
        for (int j = 0; j < columns; j += ColumnsTogether)
        {
            // Beyond the last column the last is computed again; its sums are not read.
            T* b0 = b + (j * stride);
            T* b1 = b + (Math.Min(j + 1, columns - 1) * stride);
            T* b2 = b + (Math.Min(j + 2, columns - 1) * stride);
            T* b3 = b + (Math.Min(j + 3, columns - 1) * stride);
            nint ahead = j + (2 * ColumnsTogether) <= columns ? ColumnsTogether * stride : 0;
            V s0 = default, s1 = default, s2 = default, s3 = default;
            for (nint p = 0; p < whole; p += TLanes.Count)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(b0 + ahead + p);
                    Sse.Prefetch0(b1 + ahead + p);
                    Sse.Prefetch0(b2 + ahead + p);
                    Sse.Prefetch0(b3 + ahead + p);
                }
                V x = TLanes.Load(a + p);
                s0 = TLanes.MultiplyAdd(x, TLanes.Load(b0 + p), s0);
                s1 = TLanes.MultiplyAdd(x, TLanes.Load(b1 + p), s1);
                s2 = TLanes.MultiplyAdd(x, TLanes.Load(b2 + p), s2);
                s3 = TLanes.MultiplyAdd(x, TLanes.Load(b3 + p), s3);
            }
            if (rest > 0)
            {
                V x = TLanes.LoadPart(a + whole, rest);
                s0 = TLanes.MultiplyAdd(x, TLanes.LoadPart(b0 + whole, rest), s0);
                s1 = TLanes.MultiplyAdd(x, TLanes.LoadPart(b1 + whole, rest), s1);
                s2 = TLanes.MultiplyAdd(x, TLanes.LoadPart(b2 + whole, rest), s2);
                s3 = TLanes.MultiplyAdd(x, TLanes.LoadPart(b3 + whole, rest), s3);
            }
            sums[j] = TLanes.Sum(s0);
            sums[j + 1] = TLanes.Sum(s1);
            sums[j + 2] = TLanes.Sum(s2);
            sums[j + 3] = TLanes.Sum(s3);
        }
    }
}
