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
        for (int row = 0; row < run.Rows;)
        {
            int position = run.FirstPosition + row, place = position % PageTokens, count = Math.Min(PageTokens - place, run.Rows - row);
            byte* inHead = (byte*)run.Pages[position / PageTokens] + (head * p.HeadBytes);
            T* from = p.Keys + ((run.FirstRow + row) * p.KeyStride) + (head * p.Size);
            T* values = p.Values + ((run.FirstRow + row) * p.ValueStride) + (head * p.Size);
            row += count;
            if (p.Stored != BlockFormat.F32)
            {
                for (int t = 0; t < count; t++)
                {
                    KeptRows.StoreKey(p.Stored, (float*)(from + (t * p.KeyStride)), inHead + p.KeysInPage, p.Size, place + t);
                    KeptRows.StoreValue(p.Stored, (float*)(values + (t * p.ValueStride)), inHead + p.ValuesInPage, p.Size, place + t);
                }
                continue;
            }
            T* keys = (T*)(inHead + p.KeysInPage) + place;
            for (int i = 0; i < p.Size; i++, keys += PageTokens, from++)
                for (int t = 0; t < count; t++) keys[t] = from[t * p.KeyStride];
            AttentionRows.Copy(values, p.ValueStride, (T*)(inHead + p.ValuesInPage) + ((nint)place * p.Size), count, p.Size);
        }
    }
}
