namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Pairs by their counts, the highest first, then the one of the lowest symbols.</summary>
internal sealed class PairHeap
{
    private (long Count, ulong Pair)[] items = new (long, ulong)[1024];
    private int count;

    public void Push(long pairCount, ulong pair)
    {
        if (count == items.Length) Array.Resize(ref items, 2 * count);
        int at = count++;
        for (int above; at > 0 && IsBefore((pairCount, pair), items[above = (at - 1) / 2]); at = above) items[at] = items[above];
        items[at] = (pairCount, pair);
    }

    public bool TryPop(out long pairCount, out ulong pair)
    {
        (pairCount, pair) = count > 0 ? items[0] : default;
        if (count == 0) return false;
        (long Count, ulong Pair) last = items[--count];
        int at = 0;
        while ((2 * at) + 1 < count)
        {
            int below = (2 * at) + 1;
            if (below + 1 < count && IsBefore(items[below + 1], items[below])) below++;
            if (!IsBefore(items[below], last)) break;
            items[at] = items[below];
            at = below;
        }

        items[at] = last;
        return true;
    }

    private static bool IsBefore((long Count, ulong Pair) a, (long Count, ulong Pair) b) => a.Count != b.Count ? a.Count > b.Count : a.Pair < b.Pair;
}
