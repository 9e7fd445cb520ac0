using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Puts the keys and values of new tokens into their places in the pages: index is a key head.</summary>
internal readonly unsafe struct CacheAppend<T>(CachedAttentionProblem<T>* problem) : IRangeJob
    where T : unmanaged
{
    private const int PageTokens = CachedAttentionProblem<T>.PageTokens;

    private readonly CachedAttentionProblem<T>* problem = problem;

    public void Run(long start, long end)
    {
        ref readonly CachedAttentionProblem<T> p = ref *problem;
        for (int head = (int)start; head < (int)end; head++)
            for (int r = 0; r < p.RunCount; r++) Append(in p, in p.Runs[r], head);
    }

    private static void Append(in CachedAttentionProblem<T> p, in CachedRun run, int head)
    {
        nint inHead = (nint)head * p.Size * PageTokens;
        for (int row = 0; row < run.Rows;)
        {
            int position = run.FirstPosition + row, place = position % PageTokens, count = Math.Min(PageTokens - place, run.Rows - row);
            T* page = (T*)run.Pages[position / PageTokens];
            T* keys = page + p.KeysInPage + inHead + place;
            T* from = p.Keys + ((run.FirstRow + row) * p.KeyStride) + (head * p.Size);
            for (int i = 0; i < p.Size; i++, keys += PageTokens, from++)
                for (int t = 0; t < count; t++) keys[t] = from[t * p.KeyStride];
            AttentionRows.Copy(
                p.Values + ((run.FirstRow + row) * p.ValueStride) + (head * p.Size), p.ValueStride, page + p.ValuesInPage + inHead + ((nint)place * p.Size), count, p.Size);
            row += count;
        }
    }
}
