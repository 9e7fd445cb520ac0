using Anneal.Data.Splits;

namespace Anneal.Data.Batches;

/// <summary>Deals rows out in batches, in another random order each epoch.</summary>
public static class EpochOrder
{
    /// <summary>Rows of so many batches are sorted by length before they are cut, where lengths differ.</summary>
    private const int BatchesSortedTogether = 50;

    /// <summary>The batches of one epoch. The order depends on the seed and the epoch alone, so that a resumed run deals as the first did.</summary>
    /// <param name="samples">What is dealt out.</param>
    /// <param name="batchSize">Rows in a batch; the last may have fewer.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="epoch">Number of the epoch.</param>
    public static int[][] Batches(Samples samples, int batchSize, int seed, int epoch) => Batches(samples.Count, samples.LengthOf, batchSize, seed, epoch);

    /// <summary>The same for anything that has a length.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="lengthOf">The length of each.</param>
    /// <param name="batchSize">Rows in a batch; the last may have fewer.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="epoch">Number of the epoch.</param>
    public static int[][] Batches(int count, Func<int, int> lengthOf, int batchSize, int seed, int epoch)
    {
        SplitMix random = new(((ulong)(uint)seed << 32) ^ (uint)epoch);
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);

        // A batch is as long as its longest row: rows of like length go together, within stretches long enough to stay random.
        int stretch = batchSize * BatchesSortedTogether;
        int[] lengths = Array.ConvertAll(order, row => lengthOf(row));
        if (Array.Exists(lengths, length => length != lengths[0]))
        {
            for (int start = 0; start < order.Length; start += stretch)
            {
                int rows = Math.Min(stretch, order.Length - start);
                int[] places = [.. Enumerable.Range(start, rows).OrderBy(i => lengths[i])];
                Array.ConvertAll(places, i => order[i]).CopyTo(order, start);
            }
        }

        int[][] batches = [.. order.Chunk(batchSize)];
        int[] sequence = [.. Enumerable.Range(0, batches.Length)];
        random.Shuffle(sequence);
        return Array.ConvertAll(sequence, i => batches[i]);
    }
}
