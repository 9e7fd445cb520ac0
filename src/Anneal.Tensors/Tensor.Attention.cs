using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Attention.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Attention: each query's mean of the values, weighted by the softmax of its scores with the keys.</summary>
    /// <remarks>
    /// softmax(Q·Kᵀ * scale + masks)·V, computed tile by tile (Dao, "FlashAttention-2", 2023): memory grows with the length,
    /// not with its square. Nothing is copied where the features of a head lie side by side, as in a view into a projection.
    /// A query that may see no key at all gets zeros.
    /// </remarks>
    /// <param name="query"><c>[batch, heads, queries, size]</c>.</param>
    /// <param name="key"><c>[batch, keyHeads, keys, size]</c>; fewer heads than the queries have are shared by neighbouring query heads.</param>
    /// <param name="value"><c>[batch, keyHeads, keys, valueSize]</c>.</param>
    /// <param name="causal">Query i sees only the keys up to i + keys - queries.</param>
    /// <param name="scale">Multiplies the scores; left out it is 1 / sqrt(size).</param>
    /// <param name="keyPadding">bool <c>[batch, keys]</c>, true where a key is padding.</param>
    /// <param name="mask">Broadcasts to <c>[batch, heads, queries, keys]</c>: bool, true where a key is hidden from a query; or numbers that are added to the scores.</param>
    /// <returns><c>[batch, heads, queries, valueSize]</c>, in memory <c>[batch, queries, heads, valueSize]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes don't go together.</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor query, Tensor key, Tensor value, bool causal = false, double? scale = null, Tensor? keyPadding = null, Tensor? mask = null) =>
        Operations.ScaledDotProductAttention.Apply(query, key, value, new AttentionTerms(causal, scale ?? DefaultScale(query.Shape[-1]), keyPadding, mask));

    /// <summary>Self-attention of a packed projection, whose rows hold the queries of all heads, then the keys, then the values.</summary>
    /// <param name="heads">Heads of the queries.</param>
    /// <param name="keyHeads">Heads of the keys and values; left out there are as many as of the queries.</param>
    /// <param name="causal">Position i sees only the positions up to i.</param>
    /// <param name="scale">Multiplies the scores; left out it is 1 / sqrt(size).</param>
    /// <param name="keyPadding">bool <c>[batch, time]</c>, true where a position is padding.</param>
    /// <param name="mask">As in <see cref="ScaledDotProductAttention(Tensor, Tensor, Tensor, bool, double?, Tensor?, Tensor?)"/>.</param>
    /// <returns><c>[batch, time, heads * size]</c> from this tensor of shape <c>[batch, time, (heads + 2 * keyHeads) * size]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes don't go together.</exception>
    public Tensor PackedSelfAttention(
        int heads, int? keyHeads = null, bool causal = false, double? scale = null, Tensor? keyPadding = null, Tensor? mask = null)
    {
        int slots = Math.Max(1, heads + (2 * (keyHeads ?? heads)));
        return Operations.PackedSelfAttention.Apply(
            this, heads, keyHeads ?? heads, new AttentionTerms(causal, scale ?? DefaultScale(Shape[-1] / slots), keyPadding, mask));
    }

    /// <summary>Positions as rotations: turns pairs of features by position * base^(-2i / rotarySize), so that a product of a query and a key depends on their distance.</summary>
    /// <remarks>Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021. Angles are computed once and kept.</remarks>
    /// <param name="offset">The position of the first time step, such as the length of a cache.</param>
    /// <param name="base">How slowly the last pair turns; models for long texts use more than 10,000.</param>
    /// <param name="rotarySize">How many of a head's features are turned, from the first on; left out, all.</param>
    /// <param name="interleaved">Pairs are (2i, 2i + 1) as in the paper; otherwise (i, i + rotarySize / 2) as Llama's released weights expect.</param>
    /// <returns>The shape of this tensor, <c>[…, time, size]</c>.</returns>
    /// <exception cref="ArgumentException">The rotary size is odd or larger than the head's.</exception>
    public Tensor RotaryPositions(int offset = 0, double @base = 10_000, int? rotarySize = null, bool interleaved = false) =>
        Operations.RotaryPositions.Apply(this, new(Shape[-2], 1, 1, Shape[-1], Angles(@base, rotarySize ?? Shape[-1], Shape[-1]), offset, interleaved));

    /// <summary>Turns the queries and keys of a packed projection <c>[batch, time, (heads + 2 * keyHeads) * size]</c>: see <see cref="PackedSelfAttention(int, int?, bool, double?, Tensor?, Tensor?)"/>.</summary>
    internal Tensor PackedRotaryPositions(int heads, int keyHeads, double @base, int? rotarySize, bool interleaved)
    {
        int slots = heads + (2 * keyHeads), size = Shape[-1] / slots;
        return Operations.RotaryPositions.Apply(this, new(Shape[-2], slots, heads + keyHeads, size, Angles(@base, rotarySize ?? size, size), 0, interleaved));
    }

    /// <summary>As <see cref="PackedSelfAttention(int, int?, bool, double?, Tensor?, Tensor?)"/>, with weights that are dropped at random.</summary>
    internal Tensor PackedSelfAttention(int heads, int keyHeads, bool causal, Tensor? keyPadding, Tensor? mask, double dropout, Generator generator) =>
        Operations.PackedSelfAttention.Apply(this, heads, keyHeads, new AttentionTerms(causal, DefaultScale(Shape[-1] / Math.Max(1, heads + (2 * keyHeads))), keyPadding, mask)
        {
            Dropout = Drops(dropout, generator, Shape[0], heads, Shape[1], Shape[1]),
        });

    /// <summary>As <see cref="ScaledDotProductAttention(Tensor, Tensor, Tensor, bool, double?, Tensor?, Tensor?)"/>, with weights that are dropped at random.</summary>
    internal static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, bool causal, Tensor? keyPadding, Tensor? mask, double dropout, Generator generator) =>
        Operations.ScaledDotProductAttention.Apply(query, key, value, new AttentionTerms(causal, DefaultScale(query.Shape[-1]), keyPadding, mask)
        {
            Dropout = Drops(dropout, generator, query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[2]),
        });

    private static Kernels.AttentionDropout Drops(double probability, Generator generator, int batch, int heads, int queries, int keys) => probability == 0 ? default
        : new(probability, generator.Seed, generator.Take(Kernels.AttentionDropout.Numbers(batch, heads, queries, keys)));

    private static RotaryAngles Angles(double @base, int turned, int size)
    {
        if (turned < 0 || turned > size || turned % 2 != 0)
            throw new ArgumentException($"Rotary positions turn an even number of features of the {size} that a head has, not {turned}.");
        return RotaryAngles.Of(@base, turned);
    }

    private static double DefaultScale(int size) => 1 / Math.Sqrt(Math.Max(1, size));
}
