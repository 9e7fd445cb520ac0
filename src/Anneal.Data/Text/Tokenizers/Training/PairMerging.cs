using System.Runtime.InteropServices;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns byte pairs: joins the most frequent two neighbours everywhere, again and again (Sennrich et al., 2016). Of equally frequent ones the lower numbers come first.</summary>
internal sealed class PairMerging
{
    private sealed class Pair
    {
        public long Count;
        public readonly List<int> Words = []; // where it was seen, perhaps no longer
    }

    private readonly int[] symbols; // all words, one after another; a word shrinks in its place
    private readonly int[] starts, lengths;
    private readonly long[] counts;
    private readonly Dictionary<ulong, Pair> pairs = [];
    private readonly PriorityQueue<ulong, (long Falling, ulong Pair)> queue = new();

    /// <param name="words">The symbols of each word.</param>
    /// <param name="counts">How often each occurs.</param>
    public PairMerging(IReadOnlyList<int[]> words, long[] counts)
    {
        this.counts = counts;
        (starts, lengths) = (new int[words.Count], new int[words.Count]);
        symbols = new int[checked(words.Sum(w => w.Length))];
        for (int i = 0, at = 0; i < words.Count; at += words[i++].Length)
        {
            words[i].CopyTo(symbols, at);
            (starts[i], lengths[i]) = (at, words[i].Length);
        }
    }

    /// <summary>Learns merges.</summary>
    /// <param name="wanted">Whether another is wanted.</param>
    /// <param name="merge">Gives the number of what two symbols become, and takes note of the merge.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Learn(Func<bool> wanted, Func<int, int, int> merge, CancellationToken cancellation)
    {
        for (int word = 0; word < starts.Length; word++)
            for (int at = starts[word]; at + 1 < starts[word] + lengths[word]; at++) Change(symbols[at], symbols[at + 1], word, counts[word]);
        foreach ((ulong key, Pair pair) in pairs) queue.Enqueue(key, (-pair.Count, key));

        HashSet<ulong> grown = [];
        while (wanted() && queue.TryDequeue(out ulong key, out (long Falling, ulong Pair) place))
        {
            cancellation.ThrowIfCancellationRequested();
            Pair pair = pairs[key];
            if (pair.Count != -place.Falling)
            {
                if (pair.Count > 0) queue.Enqueue(key, (-pair.Count, key)); // it became rarer since
                continue;
            }

            if (pair.Count < 2) break; // a pair that occurs once tells nothing
            (int left, int right) = ((int)(key >> 32), (int)(uint)key);
            int merged = merge(left, right);
            grown.Clear();
            int last = -1;
            foreach (int word in pair.Words)
            {
                if (word != last) MergeIn(word, left, right, merged, grown);
                last = word;
            }

            pair.Count = 0;
            pair.Words.Clear();
            pair.Words.TrimExcess();
            foreach (ulong other in grown)
                if (pairs[other].Count > 0) queue.Enqueue(other, (-pairs[other].Count, other));
        }
    }

    private void MergeIn(int word, int left, int right, int merged, HashSet<ulong> grown)
    {
        Span<int> text = symbols.AsSpan(starts[word], lengths[word]);
        long count = counts[word];
        int kept = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != left || at + 1 >= text.Length || text[at + 1] != right)
            {
                text[kept++] = text[at];
                continue;
            }

            if (kept > 0)
            {
                Change(text[kept - 1], left, word, -count);
                grown.Add(Change(text[kept - 1], merged, word, count));
            }

            if (at + 2 < text.Length)
            {
                Change(right, text[at + 2], word, -count);
                grown.Add(Change(merged, text[at + 2], word, count));
            }

            text[kept++] = merged;
            at++;
        }

        lengths[word] = kept;
    }

    private ulong Change(int left, int right, int word, long by)
    {
        ulong key = ((ulong)(uint)left << 32) | (uint)right;
        ref Pair? pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, key, out _);
        pair ??= new Pair();
        pair.Count += by;
        if (by > 0 && (pair.Words.Count == 0 || pair.Words[^1] != word)) pair.Words.Add(word);
        return key;
    }
}
