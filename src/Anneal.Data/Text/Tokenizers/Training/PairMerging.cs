using System.Runtime.InteropServices;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Learns byte pairs: joins the most frequent two neighbours everywhere, again and again (Sennrich et al., 2016). Of equally frequent ones the lower numbers come first.</summary>
/// <remarks>
/// Every pair knows where it stands, so a merge costs what it changes and nothing else. Millions of pairs and places come and go: they live in arrays, not in objects of their own.
/// Merges with many places are done in parts that share no word; sums of whole numbers make the result the same at any number of threads.
/// </remarks>
internal sealed class PairMerging
{
    private const int None = -1, Inside = int.MinValue, Wall = int.MinValue + 1;
    private const ulong Odd = 0x9E3779B97F4A7C15, Inverse = 0xF1DE83E19937733D; // of each other, modulo 2^64
    private const int PlacesAtOnce = 1 << 14, MostParts = 16;

    private struct Pair
    {
        public long Count;
        public int Places; // the first of its segments
    }

    /// <summary>A stretch of <see cref="pool"/> with places of one pair, ascending; perhaps the pair stands there no longer.</summary>
    private readonly record struct Segment(int Start, int Length, int Next);

    // All words with a wall before each and behind the last. A token's first cell holds its number, its last cell the complement of it.
    private readonly int[] cells, wordOf;
    private readonly long[] counts;
    private readonly int partSize;
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<Pair> pairs = [];
    private readonly List<Segment> segments = [];
    private readonly PairHeap heap = new();
    private readonly List<PairChanges> parts = [];
    private int[] spans, pool = new int[1 << 12];
    private int poolUsed;

    /// <param name="words">The symbols of each word.</param>
    /// <param name="counts">How often each occurs.</param>
    /// <param name="partSize">From how many places on a merge is worth a part of the work of its own.</param>
    public PairMerging(IReadOnlyList<int[]> words, long[] counts, int partSize = PlacesAtOnce)
    {
        (this.counts, this.partSize) = (counts, partSize);
        cells = new int[checked(words.Sum(w => w.Length) + words.Count + 1)];
        wordOf = new int[cells.Length];
        int most = 0, at = 0;
        for (int word = 0; word < words.Count; word++)
        {
            (cells[at], wordOf[at++]) = (Wall, word);
            foreach (int symbol in words[word])
            {
                most = Math.Max(most, symbol);
                (cells[at], wordOf[at++]) = (symbol, word);
            }
        }

        cells[at] = Wall;
        spans = new int[most + 1];
        Array.Fill(spans, 1);
    }

    /// <summary>Learns merges.</summary>
    /// <param name="wanted">Whether another is wanted.</param>
    /// <param name="merge">Gives the number of what two symbols become, and takes note of the merge.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Learn(Func<bool> wanted, Func<int, int, int> merge, CancellationToken cancellation)
    {
        CountAll();
        while (wanted() && heap.TryPop(out long count, out ulong key))
        {
            cancellation.ThrowIfCancellationRequested();
            int number = numbers[Spread(key)];
            Pair pair = pairs[number];
            if (pair.Count != count)
            {
                if (pair.Count > 1 && pair.Count < count) heap.Push(pair.Count, key); // it became rarer since; had it grown, it would stand there again
                continue;
            }

            (int left, int right) = ((int)(key >> 32), (int)(uint)key);
            int merged = merge(left, right);
            if (merged >= spans.Length) Array.Resize(ref spans, Math.Max(2 * spans.Length, merged + 1));
            spans[merged] = spans[left] + spans[right];
            Merge(PlacesOf(pair.Places), left, right, merged, number);
        }
    }

    /// <summary>The pairs of the words as they are given.</summary>
    private void CountAll()
    {
        // A first look counts, a second one writes the places down where there is room for just as many.
        int length = Math.Max(partSize, (cells.Length + MostParts - 1) / MostParts), count = (cells.Length + length - 1) / length;
        var found = new Dictionary<ulong, (long Count, int Places)>[count];
        Parallel.For(0, count, part =>
        {
            Dictionary<ulong, (long Count, int Places)> own = found[part] = [];
            for (int at = part * length; at < Math.Min(cells.Length - 1, (part + 1) * length); at++)
            {
                if (cells[at] < 0 || cells[at + 1] < 0) continue;
                ref (long Count, int Places) seen = ref CollectionsMarshal.GetValueRefOrAddDefault(own, Spread(Key(cells[at], cells[at + 1])), out _);
                seen = (seen.Count + counts[wordOf[at]], seen.Places + 1);
            }
        });
        Dictionary<ulong, (long Count, int Places)> all = [];
        foreach (Dictionary<ulong, (long Count, int Places)> own in found)
        {
            foreach ((ulong key, (long Count, int Places) seen) in own)
            {
                ref (long Count, int Places) sum = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
                sum = (sum.Count + seen.Count, sum.Places + seen.Places);
            }
        }

        Dictionary<ulong, int> next = [];
        foreach ((ulong key, (long Count, int Places) sum) in all)
        {
            next[key] = Gain(Gather(key), sum.Count, sum.Places);
            if (sum.Count > 1) heap.Push(sum.Count, Gather(key));
        }

        foreach (Dictionary<ulong, (long Count, int Places)> own in found)
        {
            foreach (ulong key in own.Keys.ToArray())
            {
                ref int start = ref CollectionsMarshal.GetValueRefOrNullRef(next, key);
                (int places, own[key]) = (own[key].Places, (0, start));
                start += places;
            }
        }

        Parallel.For(0, count, part =>
        {
            for (int at = part * length; at < Math.Min(cells.Length - 1, (part + 1) * length); at++)
                if (cells[at] >= 0 && cells[at + 1] >= 0) pool[CollectionsMarshal.GetValueRefOrNullRef(found[part], Spread(Key(cells[at], cells[at + 1]))).Places++] = at;
        });
    }

    private void Merge(ReadOnlyMemory<int> places, int left, int right, int merged, int number)
    {
        int count = Math.Clamp(places.Length / partSize, 1, MostParts), from = 0;
        while (parts.Count < count) parts.Add(new PairChanges());
        var ranges = new Range[count];
        for (int part = 0; part < count; part++)
        {
            int to = part == count - 1 ? places.Length : Math.Max(from, (int)((long)places.Length * (part + 1) / count));
            while (to > from && to < places.Length && wordOf[places.Span[to]] == wordOf[places.Span[to - 1]]) to++; // no word is cut
            (ranges[part], from) = (from..to, to);
        }

        if (count == 1) Change(parts[0], places.Span, left, right, merged);
        else Parallel.For(0, count, part => Change(parts[part], places[ranges[part]].Span, left, right, merged));

        // What comes into being first, since some of it is gone again where the pair stands twice in a row.
        List<ulong> grown = [];
        Gained(count, part => part.Before, x => Key(x, merged), grown);
        Gained(count, part => part.After, y => Key(merged, y), grown);
        for (int part = 0; part < count; part++)
        {
            foreach (int x in parts[part].Before.Touched) Lose(Key(x, left), parts[part].Before.Weight(x));
            foreach (int y in parts[part].After.Touched) Lose(Key(right, y), parts[part].After.Weight(y));
        }

        if (count == 1) Write(parts[0]);
        else Parallel.For(0, count, part => Write(parts[part]));
        CollectionsMarshal.AsSpan(pairs)[number] = new Pair { Places = None };
        foreach (ulong key in grown)
            if (pairs[numbers[Spread(key)]].Count is > 1 and long weight) heap.Push(weight, key); // pairs that occur once tell nothing

        void Write(PairChanges part)
        {
            part.Before.Write(pool);
            part.After.Write(pool);
        }
    }

    /// <summary>Joins the two wherever they still stand, and takes note of the neighbours.</summary>
    private void Change(PairChanges part, ReadOnlySpan<int> places, int left, int right, int merged)
    {
        part.Begin(spans.Length);
        int leftSpan = spans[left], rightSpan = spans[right];
        foreach (int place in places)
        {
            int next = place + leftSpan;
            if (cells[place] != left || cells[next] != right) continue;
            int last = next + rightSpan - 1, before = cells[place - 1], after = cells[last + 1];
            long weight = counts[wordOf[place]];
            if (before != Wall)
            {
                if (before < 0) before = ~before;
                part.Before.Add(before, weight, place - spans[before]);
            }

            if (after != Wall) part.After.Add(after, weight, place);
            if (leftSpan > 1) cells[next - 1] = Inside;
            cells[next] = Inside;
            cells[place] = merged;
            cells[last] = ~merged;
        }
    }

    /// <summary>Adds what the parts found, and makes room for their places, part by part.</summary>
    private void Gained(int count, Func<PairChanges, NeighbourChanges> side, Func<int, ulong> key, List<ulong> grown)
    {
        for (int part = 0; part < count; part++)
        {
            foreach (int symbol in side(parts[part]).Touched)
            {
                if (side(parts[part]).HasRoom(symbol)) continue;
                long weight = 0;
                int places = 0;
                for (int other = part; other < count; other++) (weight, places) = (weight + side(parts[other]).Weight(symbol), places + side(parts[other]).Places(symbol));
                int start = Gain(key(symbol), weight, places);
                grown.Add(key(symbol));
                for (int other = part; other < count; other++) start = side(parts[other]).TakeRoom(symbol, start);
            }
        }
    }

    private int Gain(ulong key, long weight, int places)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, Spread(key), out bool known);
        if (!known)
        {
            number = pairs.Count;
            pairs.Add(new Pair { Places = None });
        }

        int start = poolUsed;
        poolUsed = checked(poolUsed + places);
        if (poolUsed > pool.Length) Array.Resize(ref pool, (int)Math.Min(Array.MaxLength, Math.Max(poolUsed, 2L * pool.Length)));
        ref Pair pair = ref CollectionsMarshal.AsSpan(pairs)[number];
        segments.Add(new Segment(start, places, pair.Places));
        (pair.Count, pair.Places) = (pair.Count + weight, segments.Count - 1);
        return start;
    }

    private void Lose(ulong key, long weight)
    {
        if (numbers.TryGetValue(Spread(key), out int number)) CollectionsMarshal.AsSpan(pairs)[number].Count -= weight;
    }

    /// <summary>Where a pair may stand, from left to right.</summary>
    private ReadOnlyMemory<int> PlacesOf(int first)
    {
        if (first == None) return default;
        if (segments[first].Next == None) return pool.AsMemory(segments[first].Start, segments[first].Length);
        List<int> all = [];
        for (int segment = first; segment != None; segment = segments[segment].Next) all.AddRange(pool.AsSpan(segments[segment].Start, segments[segment].Length));
        all.Sort();
        return all.ToArray();
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>A key that dictionaries can tell apart: .NET hashes a number by its halves' exclusive or, which is the same for thousands of pairs.</summary>
    private static ulong Spread(ulong key) => key * Odd;

    private static ulong Gather(ulong spread) => spread * Inverse;
}
