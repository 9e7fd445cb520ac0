using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>A stack of encoder layers, and a last normalisation if one is given: <c>[batch, time, size]</c> to the same shape.</summary>
/// <remarks>State as PyTorch's: <c>layers.0…</c>, <c>norm</c>.</remarks>
/// <example>
/// <code>
/// var encoder = new TransformerEncoder(6, _ => new TransformerEncoderLayer(128, 4, 512));
/// </code>
/// </example>
public sealed class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] layers;
    private readonly LayerNorm? norm;

    /// <param name="count">How many layers.</param>
    /// <param name="layer">Makes the layer of this number.</param>
    /// <param name="norm">Normalises the result; for layers that normalise first.</param>
    public TransformerEncoder(int count, Func<int, TransformerEncoderLayer> layer, LayerNorm? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        layers = new TransformerEncoderLayer[count];
        Stack stack = Register("layers", new Stack());
        for (int i = 0; i < count; i++) layers[i] = stack.Add(i, layer(i));
        this.norm = norm is null ? null : Register("norm", norm);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The stack with masks, which all layers share.</summary>
    /// <param name="input"><c>[batch, time, size]</c>.</param>
    /// <param name="keyPadding">bool <c>[batch, time]</c>, true where a position is padding.</param>
    /// <param name="mask">As in <see cref="MultiHeadAttention.Forward(Tensor, Tensor?, Tensor?, Tensor?, Tensor?)"/>.</param>
    public Tensor Forward(Tensor input, Tensor? keyPadding, Tensor? mask = null)
    {
        Tensor current = input;
        foreach (TransformerEncoderLayer layer in layers) Advance(layer.Forward(current, keyPadding, mask));
        if (norm is not null) Advance(norm.Forward(current));
        return current;

        void Advance(Tensor next)
        {
            if (!ReferenceEquals(current, input)) current.Dispose();
            current = next;
        }
    }

    private sealed class Stack : Module
    {
        public override Tensor Forward(Tensor input) => input;

        public TransformerEncoderLayer Add(int number, TransformerEncoderLayer layer) => Register(number.ToString(CultureInfo.InvariantCulture), layer);
    }
}
