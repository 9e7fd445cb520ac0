using Anneal.Data.Splits;
using Anneal.Data.Tabular;

namespace Anneal.Data.Batches;

/// <summary>Deals rows out in batches, in a new random order each epoch.</summary>
/// <param name="rows">What is dealt out.</param>
/// <param name="batchSize">Rows in a batch; the last of an epoch may have fewer.</param>
/// <param name="seed">Decides the orders.</param>
public sealed class BatchOrder(LabelledRows rows, int batchSize, ulong seed)
{
    private readonly int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
    private SplitMix random = new(seed);

    /// <summary>The batches of the next epoch.</summary>
    public IEnumerable<LabelledRows> NextEpoch()
    {
        random.Shuffle(order);
        int width = rows.Features.Width;
        for (int start = 0; start < order.Length; start += batchSize)
        {
            int count = Math.Min(batchSize, order.Length - start);
            float[] values = new float[count * width];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++)
            {
                int row = order[start + i];
                rows.Features.Values.AsSpan(row * width, width).CopyTo(values.AsSpan(i * width));
                labels[i] = rows.Labels[row];
            }

            yield return new LabelledRows(new FeatureMatrix(values, count, width), labels);
        }
    }
}
