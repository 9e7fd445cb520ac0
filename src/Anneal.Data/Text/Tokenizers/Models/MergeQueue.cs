namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Merges the symbols of a long piece in n log n: linked symbols, and a heap of pairs by rank and place.</summary>
internal sealed class MergeQueue
{
    private readonly PriorityQueue<(int At, int Left, int Right, int Merged), (int Rank, int At)> heap = new();
    private int[] next = [], previous = [];

    /// <summary>Merges in place.</summary>
    /// <param name="symbols">The symbols; a negative one is never merged.</param>
    /// <param name="merges">What becomes what.</param>
    /// <returns>How many symbols are left, at the front.</returns>
    public int Merge(Span<int> symbols, MergeTable merges)
    {
        int count = symbols.Length;
        if (next.Length < count) (next, previous) = (new int[count], new int[count]);
        heap.Clear();
        for (int i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            if (i + 1 < count) Offer(symbols, i, i + 1, merges);
        }

        const int Gone = int.MinValue;
        while (heap.TryDequeue(out (int At, int Left, int Right, int Merged) pair, out _))
        {
            int left = pair.At, right = next[left];
            if (symbols[left] != pair.Left || right >= count || symbols[right] != pair.Right) continue; // one of them was merged since
            symbols[left] = pair.Merged;
            symbols[right] = Gone;
            next[left] = next[right];
            if (next[left] < count)
            {
                previous[next[left]] = left;
                Offer(symbols, left, next[left], merges);
            }

            if (previous[left] >= 0) Offer(symbols, previous[left], left, merges);
        }

        int kept = 0;
        for (int at = 0; at < count; at = next[at]) symbols[kept++] = symbols[at];
        return kept;
    }

    /// <summary>Lets go of memory beyond a size.</summary>
    public void Shrink(int largest)
    {
        if (next.Length <= largest) return;
        next = previous = [];
        heap.Clear();
        heap.TrimExcess();
    }

    private void Offer(ReadOnlySpan<int> symbols, int left, int right, MergeTable merges)
    {
        if (symbols[left] < 0 || symbols[right] < 0) return;
        int rank = merges.Find(symbols[left], symbols[right], out int merged);
        if (rank != MergeTable.Never) heap.Enqueue((left, symbols[left], symbols[right], merged), (rank, left));
    }
}
