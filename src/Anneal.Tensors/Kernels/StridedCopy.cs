using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Copies elements between two layouts of the same shape: transposing, slicing, stretching, gathering into rows.</summary>
internal static unsafe class StridedCopy
{
    private const int Tile = 32;
    private const long Grain = 1 << 15;

    /// <summary>to[i…] = from[i…] for every index of the shape; strides in elements, 0 repeats an element of the source.</summary>
    public static void Run(byte* from, ReadOnlySpan<long> fromStrides, byte* to, ReadOnlySpan<long> toStrides, ReadOnlySpan<int> dims, int elementSize)
    {
        switch (elementSize)
        {
            case 1: Run(from, fromStrides, to, toStrides, dims); break;
            case 2: Run((ushort*)from, fromStrides, (ushort*)to, toStrides, dims); break;
            case 4: Run((uint*)from, fromStrides, (uint*)to, toStrides, dims); break;
            default: Run((ulong*)from, fromStrides, (ulong*)to, toStrides, dims); break;
        }
    }

    private static void Run<T>(T* from, ReadOnlySpan<long> fromStrides, T* to, ReadOnlySpan<long> toStrides, ReadOnlySpan<int> dims)
        where T : unmanaged
    {
        var job = new Job<T> { From = from, To = to, Rank = 0 };
        long count = 1;
        foreach (int dim in dims) count *= dim;
        if (count == 0) return;

        // Neighbouring axes that are one run in both layouts become one axis.
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] == 1) continue;
            int last = job.Rank - 1;
            if (last >= 0 && job.FromStride[last] == fromStrides[i] * dims[i] && job.ToStride[last] == toStrides[i] * dims[i])
            {
                job.Length[last] *= dims[i];
                job.FromStride[last] = fromStrides[i];
                job.ToStride[last] = toStrides[i];
                continue;
            }
            job.Length[job.Rank] = dims[i];
            job.FromStride[job.Rank] = fromStrides[i];
            job.ToStride[job.Rank++] = toStrides[i];
        }
        if (job.Rank == 0)
        {
            *to = *from;
            return;
        }

        // The two inner axes of the walk: the one where the target is densest, and the one where the source is.
        job.MoveToEnd(Densest(job.ToStride, job.Rank));
        if (job.Rank > 1)
        {
            int source = Densest(job.FromStride, job.Rank - 1);
            if (job.FromStride[source] < Math.Abs(job.FromStride[job.Rank - 1])) job.MoveBeforeEnd(source);
        }

        int inner = Math.Min(job.Rank, 2);
        long innerCount = 1, outer = 1;
        for (int i = 0; i < job.Rank; i++)
        {
            if (i < job.Rank - inner) outer *= job.Length[i];
            else innerCount *= job.Length[i];
        }
        if (inner == 2 && outer * innerCount > 2 * Grain && innerCount > Grain)
        {
            // Few large matrices: cut their rows as well.
            job.RowsPerPart = Math.Max(Tile, Grain / job.Length[job.Rank - 1] / Tile * Tile);
        }
        job.Outer = outer;
        long perOuter = job.RowsPerPart == 0 ? 1 : (job.Length[job.Rank - 2] + job.RowsPerPart - 1) / job.RowsPerPart;
        job.PartsPerMatrix = perOuter;
        long grain = job.RowsPerPart == 0 ? Math.Max(1, Grain / innerCount) : 1;
        WorkerPool.ForRange(outer * perOuter, grain, job);
    }

    private static int Densest(long* strides, int rank)
    {
        int best = rank - 1;
        for (int i = rank - 2; i >= 0; i--)
            if (Math.Abs(strides[i]) < Math.Abs(strides[best]) && strides[i] != 0) best = i;
        return best;
    }

    private struct Job<T> : IRangeJob
        where T : unmanaged
    {
        public T* From;
        public T* To;
        public int Rank;
        public fixed long Length[Shape.MaxRank];
        public fixed long FromStride[Shape.MaxRank];
        public fixed long ToStride[Shape.MaxRank];
        public long Outer;
        public long RowsPerPart;
        public long PartsPerMatrix;

        public void MoveToEnd(int axis) => Move(axis, Rank - 1);

        public void MoveBeforeEnd(int axis) => Move(axis, Rank - 2);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long start, long end)
        {
            for (long part = start; part < end; part++)
            {
                long matrix = part / PartsPerMatrix;
                T* from = From;
                T* to = To;
                for (int axis = Rank - 3; axis >= 0; axis--)
                {
                    long index = matrix % Length[axis];
                    matrix /= Length[axis];
                    from += index * FromStride[axis];
                    to += index * ToStride[axis];
                }
                int last = Rank - 1;
                if (Rank == 1)
                {
                    Row(from, FromStride[last], to, ToStride[last], Length[last]);
                    continue;
                }
                long first = RowsPerPart == 0 ? 0 : part % PartsPerMatrix * RowsPerPart;
                long rows = RowsPerPart == 0 ? Length[last - 1] : Math.Min(RowsPerPart, Length[last - 1] - first);
                Matrix(from + (first * FromStride[last - 1]), to + (first * ToStride[last - 1]), rows, last);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Matrix(T* from, T* to, long rows, int last)
        {
            long fromRow = FromStride[last - 1], toRow = ToStride[last - 1], fromColumn = FromStride[last], toColumn = ToStride[last];
            long columns = Length[last];
            if (fromColumn is 1 or 0 || Math.Abs(fromRow) >= Math.Abs(fromColumn))
            {
                for (long r = 0; r < rows; r++) Row(from + (r * fromRow), fromColumn, to + (r * toRow), toColumn, columns);
                return;
            }

            // A transpose: walk in tiles, so that the lines read along one axis are still in the cache for the next.
            for (long r0 = 0; r0 < rows; r0 += Tile)
            {
                long rEnd = Math.Min(rows, r0 + Tile);
                for (long c0 = 0; c0 < columns; c0 += Tile)
                {
                    long cEnd = Math.Min(columns, c0 + Tile);
                    if (typeof(T) == typeof(uint) && TransposeBlock.IsSupported && fromRow == 1 && toColumn == 1)
                        Turn((float*)from, fromColumn, (float*)to, toRow, r0, rEnd, c0, cEnd);
                    else
                        Walk(from, fromRow, fromColumn, to, toRow, toColumn, r0, rEnd, c0, cEnd);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Walk(T* from, long fromRow, long fromColumn, T* to, long toRow, long toColumn, long r0, long rEnd, long c0, long cEnd)
        {
            for (long r = r0; r < rEnd; r++)
                for (long c = c0; c < cEnd; c++)
                    to[(r * toRow) + (c * toColumn)] = from[(r * fromRow) + (c * fromColumn)];
        }

        /// <summary>Blocks of 8 x 8 through registers, the rest one by one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Turn(float* from, long fromColumn, float* to, long toRow, long r0, long rEnd, long c0, long cEnd)
        {
            long r = r0;
            for (; r <= rEnd - TransposeBlock.Size; r += TransposeBlock.Size)
            {
                long c = c0;
                for (; c <= cEnd - TransposeBlock.Size; c += TransposeBlock.Size)
                    TransposeBlock.Run(from + r + (c * fromColumn), fromColumn, to + (r * toRow) + c, toRow);
                Walk((T*)from, 1, fromColumn, (T*)to, toRow, 1, r, r + TransposeBlock.Size, c, cEnd);
            }
            Walk((T*)from, 1, fromColumn, (T*)to, toRow, 1, r, rEnd, c0, cEnd);
        }

        private void Move(int axis, int target)
        {
            long length = Length[axis], fromStride = FromStride[axis], toStride = ToStride[axis];
            for (int i = axis; i < target; i++)
            {
                Length[i] = Length[i + 1];
                FromStride[i] = FromStride[i + 1];
                ToStride[i] = ToStride[i + 1];
            }
            for (int i = axis; i > target; i--)
            {
                Length[i] = Length[i - 1];
                FromStride[i] = FromStride[i - 1];
                ToStride[i] = ToStride[i - 1];
            }
            Length[target] = length;
            FromStride[target] = fromStride;
            ToStride[target] = toStride;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Row(T* from, long fromStride, T* to, long toStride, long length)
        {
            if (fromStride == 1 && toStride == 1)
            {
                Buffer.MemoryCopy(from, to, length * sizeof(T), length * sizeof(T));
                return;
            }
            if (fromStride == 0 && toStride == 1)
            {
                new Span<T>(to, checked((int)length)).Fill(*from);
                return;
            }
            for (long i = 0; i < length; i++) to[i * toStride] = from[i * fromStride];
        }
    }
}
