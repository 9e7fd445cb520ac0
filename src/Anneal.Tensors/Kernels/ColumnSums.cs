using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The sums of the columns of a matrix [rows, columns]: the gradient of a bias.</summary>
internal static unsafe class ColumnSums
{
    /// <summary>Rows that are added up before they join the total, so that long sums lose little.</summary>
    private const long Block = 64;

    /// <summary>sums[c] = sum over r of x[r, c].</summary>
    public static void Run<T>(T* x, T* sums, long rows, long columns)
        where T : unmanaged
    {
        // Columns are shared out, not rows: every sum is added up by one thread in one order.
        long grain = Math.Max(64, Elementwise.Grain / Math.Max(1, rows) / 64 * 64);
        Wide<Kernel, T>.ForRange(columns, grain, new Kernel(x, sums, rows, columns));
    }

    private readonly struct Kernel(void* input, void* output, long rows, long columns) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* x = (T*)input;
            T* sums = (T*)output;
            long c = start;
            for (; c <= end - (4 * L.Count); c += 4 * L.Count) Four<L, V, T>(x + c, sums + c);
            for (; c < end; c += L.Count) One<L, V, T>(x + c, sums + c, (int)Math.Min(L.Count, end - c));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Four<L, V, T>(T* x, T* sums)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V t0 = L.Zero, t1 = L.Zero, t2 = L.Zero, t3 = L.Zero;
            for (long first = 0; first < rows; first += Block)
            {
                V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
                long last = Math.Min(rows, first + Block);
                T* row = x + (first * columns);
                for (long r = first; r < last; r++, row += columns)
                {
                    s0 = L.Add(s0, L.Load(row));
                    s1 = L.Add(s1, L.Load(row + L.Count));
                    s2 = L.Add(s2, L.Load(row + (2 * L.Count)));
                    s3 = L.Add(s3, L.Load(row + (3 * L.Count)));
                }
                t0 = L.Add(t0, s0);
                t1 = L.Add(t1, s1);
                t2 = L.Add(t2, s2);
                t3 = L.Add(t3, s3);
            }
            L.Store(sums, t0);
            L.Store(sums + L.Count, t1);
            L.Store(sums + (2 * L.Count), t2);
            L.Store(sums + (3 * L.Count), t3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void One<L, V, T>(T* x, T* sums, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V total = L.Zero;
            for (long first = 0; first < rows; first += Block)
            {
                V sum = L.Zero;
                long last = Math.Min(rows, first + Block);
                for (long r = first; r < last; r++)
                    sum = L.Add(sum, count == L.Count ? L.Load(x + (r * columns)) : L.LoadPartial(x + (r * columns), count, L.Zero));
                total = L.Add(total, sum);
            }
            if (count == L.Count) L.Store(sums, total);
            else L.StorePartial(sums, total, count);
        }
    }
}
