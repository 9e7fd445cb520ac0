using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>A row of numbers for each id: <c>[…]</c> becomes <c>[…, size]</c>.</summary>
/// <remarks>State: <c>weight [count, size]</c>, standard normal at first; the row of the padding index is zero and gets no gradient.</remarks>
/// <example>
/// <code>
/// var layer = new Embedding(20_000, 128, paddingIndex: 0);
/// Tensor words = layer.Forward(ids); // [32, 100] -> [32, 100, 128]
/// </code>
/// </example>
public sealed class Embedding : Module
{
    private readonly int? paddingIndex;

    /// <param name="count">How many ids there are.</param>
    /// <param name="size">Numbers in a row.</param>
    /// <param name="paddingIndex">The id that means "nothing here".</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding index isn't an id.</exception>
    public Embedding(int count, int size, int? paddingIndex = null, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (paddingIndex is { } index && (uint)index >= (uint)count)
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"The padding index must be an id, from 0 to {count - 1}.");
        this.paddingIndex = paddingIndex;
        Tensor weight = Initialize.Normal(Tensor.Zeros([count, size]), generator: generator);
        if (paddingIndex is { } padding) weight.AsSpan<float>().Slice(padding * size, size).Clear();
        Weight = Register("weight", weight);
    }

    /// <summary><c>[count, size]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The rows of these ids.</summary>
    /// <param name="input">Ids in int64 or int32.</param>
    /// <exception cref="ArgumentException">An id is out of range, or the ids aren't integers.</exception>
    public override Tensor Forward(Tensor input) => Tensors.Operations.EmbeddingLookup.Apply(Weight, input, paddingIndex);

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]} x {Weight.Shape[1]}{(paddingIndex is { } p ? $", padding {p}" : "")}";
}
