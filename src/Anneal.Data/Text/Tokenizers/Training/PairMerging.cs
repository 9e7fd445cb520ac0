using System.Runtime.InteropServices;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns byte pairs: joins the most frequent two neighbours everywhere, again and again (Sennrich et al., 2016). Of equally frequent ones the lower numbers come first.</summary>
/// <remarks>Millions of pairs come and go: they live in arrays, not in objects of their own.</remarks>
internal sealed class PairMerging
{
    private const int None = -1;

    private struct Pair
    {
        public long Count;
        public int Places; // the head of a list of words where it was seen, perhaps no longer
        public int Step; // in which it grew last
    }

    private readonly int[] symbols; // all words, one after another; a word shrinks in its place
    private readonly int[] starts, lengths;
    private readonly long[] counts;
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<Pair> pairs = [];
    private readonly PairHeap heap = new();
    private readonly List<ulong> grown = [];
    private (int Word, int Next)[] places = new (int, int)[1 << 12];
    private int placesUsed, freePlace = None, step;

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
        step = 1;
        for (int word = 0; word < starts.Length; word++)
            for (int at = starts[word]; at + 1 < starts[word] + lengths[word]; at++) Grow(symbols[at], symbols[at + 1], word);
        QueueGrown();
        while (wanted() && heap.TryPop(out long count, out ulong key))
        {
            cancellation.ThrowIfCancellationRequested();
            int number = numbers[key];
            Pair pair = pairs[number];
            if (pair.Count != count)
            {
                if (pair.Count > 1 && pair.Count < count) heap.Push(pair.Count, key); // it became rarer since; had it grown, it would stand there again
                continue;
            }

            (int left, int right) = ((int)(key >> 32), (int)(uint)key);
            int merged = merge(left, right);
            step++;
            grown.Clear();
            for (int place = pair.Places, next, last = None; place != None; place = next)
            {
                (int word, next) = places[place];
                if (word != last) MergeIn(word, left, right, merged);
                last = word;
                places[place].Next = freePlace;
                freePlace = place;
            }

            ref Pair done = ref CollectionsMarshal.AsSpan(pairs)[number];
            (done.Count, done.Places) = (0, None);
            QueueGrown();
        }
    }

    private void MergeIn(int word, int left, int right, int merged)
    {
        Span<int> text = symbols.AsSpan(starts[word], lengths[word]);
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
                Shrink(text[kept - 1], left, word);
                Grow(text[kept - 1], merged, word);
            }

            if (at + 2 < text.Length)
            {
                Shrink(right, text[at + 2], word);
                Grow(merged, text[at + 2], word);
            }

            text[kept++] = merged;
            at++;
        }

        lengths[word] = kept;
    }

    private void Shrink(int left, int right, int word)
    {
        if (numbers.TryGetValue(Key(left, right), out int number)) CollectionsMarshal.AsSpan(pairs)[number].Count -= counts[word];
    }

    private void Grow(int left, int right, int word)
    {
        ulong key = Key(left, right);
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out bool known);
        if (!known)
        {
            number = pairs.Count;
            pairs.Add(new Pair { Places = None });
        }

        ref Pair pair = ref CollectionsMarshal.AsSpan(pairs)[number];
        pair.Count += counts[word];
        if (pair.Step != step)
        {
            pair.Step = step;
            grown.Add(key);
        }

        if (pair.Places != None && places[pair.Places].Word == word) return;
        int place = freePlace;
        if (place != None)
        {
            freePlace = places[place].Next;
        }
        else
        {
            if (placesUsed == places.Length) Array.Resize(ref places, 2 * placesUsed);
            place = placesUsed++;
        }

        places[place] = (word, pair.Places);
        pair.Places = place;
    }

    /// <summary>Pairs that occur once tell nothing.</summary>
    private void QueueGrown()
    {
        foreach (ulong key in grown)
            if (pairs[numbers[key]].Count is > 1 and long count) heap.Push(count, key);
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
