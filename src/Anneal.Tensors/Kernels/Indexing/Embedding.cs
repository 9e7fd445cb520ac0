using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Rows of a table [vocabulary, d] by number, and the gradient's way back. The caller has checked the numbers.</summary>
internal static unsafe class Embedding
{
    /// <summary>y[i] = table[ids[i]], rows of d elements of any type.</summary>
    public static void Gather<T>(T* table, long* ids, T* y, long count, long d)
        where T : unmanaged =>
        WorkerPool.ForRange(count, Elementwise.RowsPerGrain(d), new GatherJob<T> { Table = table, Ids = ids, Output = y, Width = d });

    /// <summary>dtable[ids[i]] += dy[i], in the order of i. Rows whose id is <paramref name="paddingId"/> are left out.</summary>
    /// <remarks>Threads share out the columns, not the rows, so that no two ever add to the same place and the order of additions is fixed.</remarks>
    public static void ScatterAdd<T>(T* dy, long* ids, T* dtable, long count, long d, long paddingId = -1)
        where T : unmanaged
    {
        long columns = Math.Max(64, Elementwise.Grain / Math.Max(1, count) & ~63L);
        Wide<ScatterKernel, T>.ForRange(d, columns, new ScatterKernel(dy, ids, dtable, count, d, paddingId));
    }

    private struct GatherJob<T> : IRangeJob
        where T : unmanaged
    {
        public T* Table;
        public long* Ids;
        public T* Output;
        public long Width;

        public readonly void Run(long start, long end)
        {
            long bytes = Width * sizeof(T);
            for (long i = start; i < end; i++) Buffer.MemoryCopy(Table + (Ids[i] * Width), Output + (i * Width), bytes, bytes);
        }
    }

    private readonly struct ScatterKernel(void* dy, long* ids, void* dtable, long count, long d, long paddingId) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long r = 0; r < count; r++)
            {
                if (ids[r] == paddingId) continue;
                T* from = (T*)dy + (r * d);
                T* to = (T*)dtable + (ids[r] * d);
                long c = start;
                for (; c <= end - L.Count; c += L.Count) L.Store(to + c, L.Add(L.Load(to + c), L.Load(from + c)));
                int rest = (int)(end - c);
                if (rest > 0) L.StorePartial(to + c, L.Add(L.LoadPartial(to + c, rest, L.Zero), L.LoadPartial(from + c, rest, L.Zero)), rest);
            }
        }
    }
}
