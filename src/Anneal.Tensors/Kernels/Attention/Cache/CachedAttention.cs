using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Attention of new tokens over their sequences' pages: index is a run and a key head.</summary>
/// <remarks>
/// Pages outside, queries inside: what a run's queries share is read from memory once. The softmax goes along page by page
/// (Milakov and Gimelshein, 2018). A query's sums are the same whichever other queries run beside it.
/// </remarks>
internal readonly unsafe struct CachedAttention : ILaneKernel
{
    /// <summary>The most rows of a run: enough to share a page, few enough to share out.</summary>
    public const int RunRows = 16;

    private const int MostRegisters = 4;

    /// <summary>Queries that share what is loaded of a page.</summary>
    private const int Four = 4;

    private readonly void* problem;

    private CachedAttention(void* problem) => this.problem = problem;

    /// <summary>Stores keys and values, then computes the output.</summary>
    public static void Run<T>(CachedAttentionProblem<T> p)
        where T : unmanaged
    {
        long rows = 0;
        for (int r = 0; r < p.RunCount; r++) rows += p.Runs[r].Rows;
        long grain = rows * p.Size * p.KeyHeads < 16384 ? p.KeyHeads : 1;
        WorkerPool.ForRange(p.KeyHeads, grain, new CacheAppend<T>(&p));
        Wide<CachedAttention, T>.ForRange((long)p.RunCount * p.KeyHeads, 1, new CachedAttention(&p));
    }

    /// <summary>One key head of one run, whose keys and values are kept already, on the calling thread.</summary>
    public static void RunSerial(CachedAttentionProblem<float>* p, int run, int keyHead)
    {
        long index = ((long)run * p->KeyHeads) + keyHead;
        new Wide<CachedAttention, float>(new CachedAttention(p)).Run(index, index + 1);
    }

    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly CachedAttentionProblem<T> p = ref *(CachedAttentionProblem<T>*)problem;
        for (long index = start; index < end; index++) Run<L, V, T>(in p, in p.Runs[index / p.KeyHeads], (int)(index % p.KeyHeads));
    }

    private static void Run<L, V, T>(in CachedAttentionProblem<T> p, in CachedRun run, int keyHead)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        const int PageTokens = CachedAttentionProblem<T>.PageTokens;
        int group = p.Heads / p.KeyHeads, queries = run.Rows * group;
        bool narrow = p.Stored != BlockFormat.F32;
        using Scratch.Lease lease = Scratch.Rent(sizeof(T) * (((long)Four * PageTokens) + ((long)queries * (p.Size + 2)) + (narrow ? 2L * p.Size * PageTokens : 0)));
        T* scores = (T*)lease.Pointer;
        T* sums = scores + (Four * PageTokens);
        T* maxima = sums + ((nint)queries * p.Size);
        T* totals = maxima + queries;
        new Span<T>(sums, queries * p.Size).Clear();
        new Span<T>(totals, queries).Clear();
        new Span<T>(maxima, queries).Fill(Part<L, V, T>.FromDouble(double.NegativeInfinity));

        T* wide = totals + queries;
        int first = p.Window > 0 ? Math.Max(0, run.FirstPosition - p.Window + 1) : 0, last = run.FirstPosition + run.Rows - 1;
        for (int number = first / PageTokens; number <= last / PageTokens; number++)
        {
            byte* inHead = (byte*)run.Pages[number] + (keyHead * p.HeadBytes);
            T* keys = (T*)(inHead + p.KeysInPage);
            T* values = (T*)(inHead + p.ValuesInPage);
            if (narrow)
            {
                int kept = Math.Min(PageTokens, last + 1 - (number * PageTokens));
                keys = wide;
                values = wide + ((nint)p.Size * PageTokens);
                KeptRows.WidenKeys(p.Stored, inHead + p.KeysInPage, (float*)keys, p.Size, kept);
                KeptRows.WidenValues(p.Stored, inHead + p.ValuesInPage, (float*)values, p.Size, kept);
            }
            int start = Together<L, V, T>(in p, in run, keyHead, number, keys, values, scores, sums, maxima, totals);
            for (int row = start; row < run.Rows; row++)
            {
                int position = run.FirstPosition + row, count = Math.Min(PageTokens, position + 1 - (number * PageTokens));
                int from = p.Window > 0 ? Math.Max(0, position - p.Window + 1 - (number * PageTokens)) : 0;
                if (from >= count) continue;
                for (int g = 0; g < group; g++)
                {
                    T* query = p.Queries + ((run.FirstRow + row) * p.QueryStride) + (((keyHead * group) + g) * p.Size);
                    int q = (row * group) + g;
                    Scores<L, V, T>(in p, query, keys, scores, from, count);
                    if (p.Distances is not null)
                    {
                        T* back = p.Distances + ((nint)((keyHead * group) + g) * p.DistanceCount) + position - (number * PageTokens);
                        for (int c = from; c < count; c++) L.StorePartial(scores + c, L.Add(L.Broadcast(scores[c]), L.Broadcast(back[-c])), 1);
                    }
                    V shrink = Weigh<L, V, T>(scores, from, count, maxima + q, totals + q);
                    AddValues<L, V, T>(scores, values, sums + ((nint)q * p.Size), shrink, from, count, p.Size);
                }
            }
        }
        nint outputStride = (nint)p.Heads * p.Size;
        for (int row = 0; row < run.Rows; row++)
        {
            new AttentionResultRows
            {
                Sums = sums + ((nint)row * group * p.Size), Size = p.Size, Maxima = maxima + (row * group), Totals = totals + (row * group), LogSumExp = null,
                Output = p.Output + ((run.FirstRow + row) * outputStride) + ((nint)keyHead * group * p.Size), OutputStride = p.Size,
            }.Run<L, V, T>(0, group);
        }
    }

    /// <summary>Rows of a prompt, four at a time, where they see a page from its beginning; returns the first row that is left.</summary>
    private static int Together<L, V, T>(in CachedAttentionProblem<T> p, in CachedRun run, int keyHead, int number, T* keys, T* values, T* scores, T* sums, T* maxima, T* totals)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        const int PageTokens = CachedAttentionProblem<T>.PageTokens;
        if (p.Window > 0 || p.Softcap > 0 || p.Distances is not null || p.Size % (2 * L.Count) != 0 || run.FirstPosition < number * PageTokens) return 0;
        int group = p.Heads / p.KeyHeads, row = 0;
        T* shrink = stackalloc T[Four * L.Count];
        for (; row + Four <= run.Rows; row += Four)
        {
            int seen = run.FirstPosition + row + 1 - (number * PageTokens), count = Math.Min(PageTokens, seen);
            for (int g = 0; g < group; g++)
            {
                int q = (row * group) + g;
                FourQueries<L, V, T>.Scores(
                    p.Queries + ((run.FirstRow + row) * p.QueryStride) + (((keyHead * group) + g) * p.Size), p.QueryStride, keys, scores, Math.Min(PageTokens, seen + Four - 1), p.Size, p.Scale);
                for (int i = 0; i < Four; i++)
                    L.Store(shrink + (i * L.Count), Weigh<L, V, T>(scores + (i * PageTokens), 0, Math.Min(PageTokens, seen + i), maxima + q + (i * group), totals + q + (i * group)));
                FourQueries<L, V, T>.AddValues(scores, values, sums + ((nint)q * p.Size), (nint)group * p.Size, shrink, count, p.Size);
                for (int i = 1; i < Four; i++)
                {
                    if (Math.Min(PageTokens, seen + i) > count)
                        AddValues<L, V, T>(scores + (i * PageTokens), values, sums + ((nint)(q + (i * group)) * p.Size), L.Constant(1), count, Math.Min(PageTokens, seen + i), p.Size);
                }
            }
        }
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scores<L, V, T>(in CachedAttentionProblem<T> p, T* query, T* keys, T* scores, int from, int count)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V scale = L.Constant(p.Scale);
        nint size = p.Size;
        int c = from / L.Count * L.Count;
        for (; c + (3 * L.Count) < count; c += MostRegisters * L.Count)
        {
            V s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
            T* at = keys + c;
            for (nint i = 0; i < size; i++, at += CachedAttentionProblem<T>.PageTokens)
            {
                V x = L.Broadcast(query[i]);
                s0 = L.MultiplyAdd(x, L.Load(at), s0);
                s1 = L.MultiplyAdd(x, L.Load(at + L.Count), s1);
                s2 = L.MultiplyAdd(x, L.Load(at + (2 * L.Count)), s2);
                s3 = L.MultiplyAdd(x, L.Load(at + (3 * L.Count)), s3);
            }
            L.Store(scores + c, L.Multiply(s0, scale));
            L.Store(scores + c + L.Count, L.Multiply(s1, scale));
            L.Store(scores + c + (2 * L.Count), L.Multiply(s2, scale));
            L.Store(scores + c + (3 * L.Count), L.Multiply(s3, scale));
        }
        for (; c < count; c += L.Count)
        {
            V s0 = L.Zero;
            T* at = keys + c;
            for (nint i = 0; i < size; i++, at += CachedAttentionProblem<T>.PageTokens) s0 = L.MultiplyAdd(L.Broadcast(query[i]), L.Load(at), s0);
            L.Store(scores + c, L.Multiply(s0, scale));
        }
        if (p.Softcap <= 0) return;
        V cap = L.Constant(p.Softcap), inverse = L.Constant(1 / p.Softcap);
        for (c = from; c < count; c += L.Count)
        {
            int lanes = Math.Min(L.Count, count - c);
            L.StorePartial(scores + c, L.Multiply(cap, Functions<L, V, T>.Tanh(L.Multiply(L.LoadPartial(scores + c, lanes, L.Zero), inverse))), lanes);
        }
    }

    /// <summary>Turns scores into weights against the largest score so far; returns what the sums so far are to be multiplied by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Weigh<L, V, T>(T* scores, int from, int count, T* maximum, T* total)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V top = L.Constant(double.NegativeInfinity);
        int c = from;
        for (; c <= count - L.Count; c += L.Count) top = L.Max(top, L.Load(scores + c));
        if (c < count) top = L.Max(top, L.LoadPartial(scores + c, count - c, L.Broadcast(scores[c])));
        V before = L.Broadcast(*maximum), now = L.Max(before, L.Broadcast(L.MaxOf(top))), minus = L.Negate(now), sum = L.Zero;
        L.StorePartial(maximum, now, 1);
        for (c = from; c < count; c += L.Count)
        {
            int lanes = Math.Min(L.Count, count - c);
            V weight = Functions<L, V, T>.ExpOfNegative(L.Add(L.LoadPartial(scores + c, lanes, L.Constant(double.NegativeInfinity)), minus));
            L.StorePartial(scores + c, weight, lanes);
            sum = L.Add(sum, weight);
        }
        V shrink = Functions<L, V, T>.ExpOfNegative(L.Add(before, minus));
        L.StorePartial(total, L.MultiplyAdd(L.Broadcast(*total), shrink, L.Broadcast(L.Sum(sum))), 1);
        return shrink;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues<L, V, T>(T* weights, T* values, T* sums, V shrink, int from, int count, nint size)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        nint c = 0;
        for (; c + (MostRegisters * L.Count) <= size; c += MostRegisters * L.Count)
        {
            V s0 = L.Multiply(shrink, L.Load(sums + c)), s1 = L.Multiply(shrink, L.Load(sums + c + L.Count));
            V s2 = L.Multiply(shrink, L.Load(sums + c + (2 * L.Count))), s3 = L.Multiply(shrink, L.Load(sums + c + (3 * L.Count)));
            T* at = values + c + (from * size);
            for (int t = from; t < count; t++, at += size)
            {
                V w = L.Broadcast(weights[t]);
                s0 = L.MultiplyAdd(w, L.Load(at), s0);
                s1 = L.MultiplyAdd(w, L.Load(at + L.Count), s1);
                s2 = L.MultiplyAdd(w, L.Load(at + (2 * L.Count)), s2);
                s3 = L.MultiplyAdd(w, L.Load(at + (3 * L.Count)), s3);
            }
            L.Store(sums + c, s0);
            L.Store(sums + c + L.Count, s1);
            L.Store(sums + c + (2 * L.Count), s2);
            L.Store(sums + c + (3 * L.Count), s3);
        }
        for (; c < size; c += L.Count)
        {
            int lanes = (int)Math.Min(L.Count, size - c);
            V s0 = L.Multiply(shrink, L.LoadPartial(sums + c, lanes, L.Zero));
            T* at = values + c + (from * size);
            for (int t = from; t < count; t++, at += size) s0 = L.MultiplyAdd(L.Broadcast(weights[t]), L.LoadPartial(at, lanes, L.Zero), s0);
            L.StorePartial(sums + c, s0, lanes);
        }
    }
}
