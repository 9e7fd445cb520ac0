using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>y[c] = scale * sum over r of x[r, c]: bias gradients, and any sum over a first axis.</summary>
/// <remarks>The rows are cut into at most 32 blocks by their number alone; each leaves a partial row, and those are added in order.</remarks>
internal static unsafe class ColumnSums
{
    private const int MostBlocks = 32;

    /// <summary>Rows that are added in registers before the result goes to the partial row: keeps rounding errors small.</summary>
    private const int RowsInRegisters = 128;

    public static void Run<T>(T* x, T* y, long rows, long columns, double scale = 1)
        where T : unmanaged
    {
        long perBlock = RowsPerBlock(rows, columns);
        long blocks = Math.Max(1, (rows + perBlock - 1) / perBlock);
        using Scratch.Lease scratch = Scratch.Rent(blocks * columns * sizeof(T));
        T* partial = (T*)scratch.Pointer;
        Wide<BlockKernel, T>.ForRange(rows, perBlock, new BlockKernel(x, partial, columns, perBlock));
        if (rows == 0) new Span<byte>(partial, checked((int)(columns * sizeof(T)))).Clear();
        Join(partial, y, blocks, columns, scale);
    }

    /// <summary>Into how many rows the work is cut: by the sizes alone.</summary>
    internal static long RowsPerBlock(long rows, long columns)
    {
        long grain = Math.Max(RowsInRegisters / 4, Elementwise.RowsPerGrain(columns));
        return Math.Max(grain, (rows + MostBlocks - 1) / MostBlocks);
    }

    /// <summary>y[c] = scale * sum over b of partial[b, c].</summary>
    internal static void Join<T>(T* partial, T* y, long blocks, long columns, double scale = 1)
        where T : unmanaged =>
        Wide<JoinKernel, T>.ForRange(columns, Math.Max(64, Elementwise.Grain / Math.Max(1, blocks) & ~63L), new JoinKernel(partial, y, blocks, columns, scale));

    private readonly struct BlockKernel(void* input, void* partial, long columns, long perBlock) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            // An undivided range (few rows) has the whole of them as its one block.
            T* sums = (T*)partial + (start / perBlock * columns);
            for (long first = start; first < end; first += RowsInRegisters)
            {
                long rows = Math.Min(RowsInRegisters, end - first);
                T* x = (T*)input + (first * columns);
                bool add = first != start;
                long c = 0;
                for (; c <= columns - (4 * L.Count); c += 4 * L.Count) Four<L, V, T>(x + c, sums + c, rows, add);
                for (; c <= columns - L.Count; c += L.Count) One<L, V, T>(x + c, sums + c, rows, add, L.Count);
                if (c < columns) One<L, V, T>(x + c, sums + c, rows, add, (int)(columns - c));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Four<L, V, T>(T* x, T* sums, long rows, bool add)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            for (long r = 0; r < rows; r++, x += columns)
            {
                s0 = L.Add(s0, L.Load(x));
                s1 = L.Add(s1, L.Load(x + L.Count));
                s2 = L.Add(s2, L.Load(x + (2 * L.Count)));
                s3 = L.Add(s3, L.Load(x + (3 * L.Count)));
            }
            if (add)
            {
                s0 = L.Add(s0, L.Load(sums));
                s1 = L.Add(s1, L.Load(sums + L.Count));
                s2 = L.Add(s2, L.Load(sums + (2 * L.Count)));
                s3 = L.Add(s3, L.Load(sums + (3 * L.Count)));
            }
            L.Store(sums, s0);
            L.Store(sums + L.Count, s1);
            L.Store(sums + (2 * L.Count), s2);
            L.Store(sums + (3 * L.Count), s3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void One<L, V, T>(T* x, T* sums, long rows, bool add, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V sum = L.Zero;
            for (long r = 0; r < rows; r++, x += columns) sum = L.Add(sum, Part<L, V, T>.Load(x, count));
            if (add) sum = L.Add(sum, Part<L, V, T>.Load(sums, count));
            Part<L, V, T>.Store(sums, sum, count);
        }
    }

    private readonly struct JoinKernel(void* partial, void* output, long blocks, long columns, double scale) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V factor = L.Constant(scale);
            for (long c = start; c < end; c += L.Count)
            {
                int count = (int)Math.Min(end - c, L.Count);
                V sum = L.Zero;
                for (long b = 0; b < blocks; b++) sum = L.Add(sum, Part<L, V, T>.Load((T*)partial + (b * columns) + c, count));
                Part<L, V, T>.Store((T*)output + c, L.Multiply(sum, factor), count);
            }
        }
    }
}
