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
    private readonly Tensor weight;

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
        weight = Initialize.Normal(Initialize.NewWeight(count, size), generator: generator);
        if (paddingIndex is { } padding && !Initialize.IsDeferred) weight.AsSpan<float>().Slice(padding * size, size).Clear();
        Register("weight", weight);
    }

    /// <summary><c>[count, size]</c>.</summary>
    /// <exception cref="InvalidOperationException">The table is <see cref="Quantized"/>.</exception>
    public Tensor Weight => Quantized is null ? weight : throw new InvalidOperationException($"The table of this layer is stored as {Quantized.Format} and can't be changed: use Quantized.Dequantize().");

    /// <summary>The constant table <c>[count, size]</c> that stands in for <see cref="Weight"/>, or null.</summary>
    public QuantizedMatrix? Quantized { get; private set; }

    /// <summary>Puts a constant table in the place of the float one, which is no parameter any more.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public void Quantize(QuantizedMatrix matrix)
    {
        if (!matrix.Shape.Equals(weight.Shape)) throw new ArgumentException($"A table of shape {matrix.Shape} can't take the place of one of shape {weight.Shape}.", nameof(matrix));
        if (Quantized is null) Unregister("weight");
        Quantized = matrix;
        weight.Dispose();
    }

    /// <summary>The products with all rows, <c>[…, size]</c> becomes <c>[…, count]</c>: for a head that shares its weight with this table.</summary>
    /// <exception cref="ArgumentException">The input doesn't end in as many numbers as a row has.</exception>
    public Tensor Project(Tensor input) => Quantized is null ? Tensors.Operations.Linear.Apply(input, weight) : Tensors.Operations.QuantizedLinear.Apply(input, Quantized);

    /// <summary>The rows of these ids.</summary>
    /// <param name="input">Ids in int64 or int32.</param>
    /// <exception cref="ArgumentException">An id is out of range, or the ids aren't integers.</exception>
    public override Tensor Forward(Tensor input) =>
        Quantized is null ? Tensors.Operations.EmbeddingLookup.Apply(weight, input, paddingIndex) : Quantized.Gather(input);

    /// <inheritdoc/>
    protected override string Describe() => $"{weight.Shape[0]} x {weight.Shape[1]}{(paddingIndex is { } p ? $", padding {p}" : "")}{(Quantized is null ? "" : $", {Quantized.Format}")}";
}
