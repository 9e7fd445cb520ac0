using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>T5's positions: a number for each head and each kind of distance, added to attention's scores.</summary>
/// <remarks>Raffel et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", 2019. State: <c>weight [buckets, heads]</c>.</remarks>
internal sealed class DistanceBias : Module
{
    private readonly bool bothWays;
    private readonly int buckets, most;
    private readonly Embedding table;

    public DistanceBias(EncoderDecoderConfig config, int heads, bool bothWays, Generator? generator)
    {
        (this.bothWays, buckets, most) = (bothWays, config.DistanceBuckets, config.MostDistance);
        table = Register("table", new Embedding(buckets, heads, generator: generator));
    }

    /// <summary>For all queries and keys of a sequence of that length: <c>[1, heads, time, time]</c>.</summary>
    public override Tensor Forward(Tensor input) => throw new NotSupportedException("A bias depends on lengths alone.");

    /// <inheritdoc cref="Forward(Tensor)"/>
    public Tensor Of(int time)
    {
        var kinds = new int[time * time];
        for (int q = 0; q < time; q++)
            for (int k = 0; k < time; k++) kinds[(q * time) + k] = Bucket(k - q);
        return table.Forward(Tensor.From(kinds, [time, time])).Permute(2, 0, 1).Unsqueeze(0);
    }

    /// <summary>For keys so many places back, from 0: <c>[heads, distances]</c>.</summary>
    public Tensor Back(int distances)
    {
        int[] kinds = [.. Enumerable.Range(0, distances).Select(d => Bucket(-d))];
        return table.Forward(Tensor.From(kinds, [distances])).T.Contiguous();
    }

    /// <summary>Small distances have buckets of their own, larger ones share them by their logarithm.</summary>
    private int Bucket(int distance)
    {
        int count = buckets, first = 0;
        if (bothWays)
        {
            count /= 2;
            first = distance > 0 ? count : 0;
            distance = Math.Abs(distance);
        }
        else
        {
            distance = Math.Max(-distance, 0);
        }
        int exact = count / 2;
        if (distance < exact) return first + distance;

        // In float32, as the published models were trained: a border can fall to the other side in double.
        float share = MathF.Log(distance / (float)exact) / (float)Math.Log(most / (double)exact);
        return first + Math.Min(exact + (int)(share * (count - exact)), count - 1);
    }
}
