using Anneal.Data.Splits;

namespace Anneal.Insight.Metrics;

/// <summary>Draws as many rows as there are, with replacement.</summary>
internal static class SampleRows
{
    /// <param name="counts">Gets how often each row was drawn.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="sample">The sample's number: each has random numbers of its own, so that any thread may draw it.</param>
    public static void Draw(Span<int> counts, int seed, int sample)
    {
        counts.Clear();
        SplitMix random = new(((ulong)(uint)seed << 32) | (uint)sample);
        for (int i = 0; i < counts.Length; i++) counts[random.Below(counts.Length)]++;
    }
}
