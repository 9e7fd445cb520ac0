using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Self-attention, attention to an encoder's result, and a feed-forward part: <c>[batch, time, size]</c> to the same shape.</summary>
/// <remarks>
/// Vaswani et al., "Attention Is All You Need", 2017. State as PyTorch's: <c>self_attn</c>, <c>multihead_attn</c>,
/// <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c>, <c>norm3</c>.
/// </remarks>
/// <example>
/// <code>
/// var layer = new TransformerDecoderLayer(128, heads: 4, feedForward: 512);
/// Tensor y = layer.Forward(x, memory); // [32, 20, 128], [32, 100, 128] -> [32, 20, 128]
/// </code>
/// </example>
public sealed class TransformerDecoderLayer : Module
{
    private readonly MultiHeadAttention attention, crossAttention;
    private readonly Linear linear1, linear2;
    private readonly LayerNorm norm1, norm2, norm3;
    private readonly Dropout dropout, dropout1, dropout2, dropout3;
    private readonly FeedForwardActivation activation;
    private readonly bool normFirst;
    private readonly double epsilon;

    /// <param name="size">Features of a position.</param>
    /// <param name="heads">Heads of each attention.</param>
    /// <param name="feedForward">Features between the two linear layers.</param>
    /// <param name="dropout">The chance of an element, and of a weight of the attention, to be dropped, while training.</param>
    /// <param name="activation">What stands between the linear layers.</param>
    /// <param name="epsilon">Added to the variance in the normalisations.</param>
    /// <param name="normFirst">Normalise before attention and feed-forward part, not after.</param>
    /// <param name="causal">In self-attention position i sees only the positions up to i.</param>
    /// <param name="batchFirst">Inputs are <c>[batch, time, size]</c>; otherwise <c>[time, batch, size]</c>.</param>
    /// <param name="generator">Draws the first weights and the dropped elements; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't divide.</exception>
    public TransformerDecoderLayer(
        int size, int heads, int feedForward = 2048, double dropout = 0.1, FeedForwardActivation activation = FeedForwardActivation.Relu,
        double epsilon = 1e-5, bool normFirst = false, bool causal = true, bool batchFirst = true, Generator? generator = null)
    {
        this.activation = activation;
        this.normFirst = normFirst;
        this.epsilon = epsilon;
        attention = Register("self_attn", new MultiHeadAttention(size, heads, causal: causal, batchFirst: batchFirst, dropout: dropout, generator: generator));
        crossAttention = Register("multihead_attn", new MultiHeadAttention(size, heads, batchFirst: batchFirst, dropout: dropout, generator: generator));
        linear1 = Register("linear1", new Linear(size, feedForward, generator: generator));
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        linear2 = Register("linear2", new Linear(feedForward, size, generator: generator));
        norm1 = Register("norm1", new LayerNorm([size], epsilon));
        norm2 = Register("norm2", new LayerNorm([size], epsilon));
        norm3 = Register("norm3", new LayerNorm([size], epsilon));
        dropout1 = Register("dropout1", new Dropout(dropout, generator));
        dropout2 = Register("dropout2", new Dropout(dropout, generator));
        dropout3 = Register("dropout3", new Dropout(dropout, generator));
    }

    /// <summary>Not meaningful without an encoder's result.</summary>
    /// <exception cref="NotSupportedException">Always: use the form that takes the memory.</exception>
    public override Tensor Forward(Tensor input) =>
        throw new NotSupportedException("A decoder layer looks at an encoder's result: call Forward(input, memory).");

    /// <summary>The layer.</summary>
    /// <param name="input"><c>[batch, time, size]</c>.</param>
    /// <param name="memory">The encoder's result, <c>[batch, keys, size]</c>.</param>
    /// <param name="keyPadding">bool <c>[batch, time]</c>, true where a position of the input is padding.</param>
    /// <param name="memoryPadding">bool <c>[batch, keys]</c>, true where a position of the memory is padding.</param>
    /// <param name="mask">For self-attention, as in <see cref="MultiHeadAttention.Forward(Tensor, Tensor?, Tensor?, Tensor?, Tensor?)"/>.</param>
    public Tensor Forward(Tensor input, Tensor memory, Tensor? keyPadding = null, Tensor? memoryPadding = null, Tensor? mask = null)
    {
        if (normFirst)
        {
            using Tensor before = norm1.Forward(input);
            using Tensor seen = dropout1.Forward(attention.Forward(before, null, null, keyPadding, mask));
            using Tensor second = TransformerParts.Normed(norm2, seen, input, epsilon, out Tensor afterSelf);
            using Tensor residual1 = afterSelf;
            using Tensor read = dropout2.Forward(crossAttention.Forward(second, memory, memory, memoryPadding));
            using Tensor third = TransformerParts.Normed(norm3, read, residual1, epsilon, out Tensor afterCross);
            using Tensor residual2 = afterCross;
            using Tensor worked = dropout3.Forward(TransformerParts.FeedForward(third, linear1, linear2, activation, dropout));
            return residual2 + worked;
        }
        using Tensor attended = dropout1.Forward(attention.Forward(input, null, null, keyPadding, mask));
        using Tensor x1 = TransformerParts.Normed(norm1, attended, input, epsilon);
        using Tensor crossed = dropout2.Forward(crossAttention.Forward(x1, memory, memory, memoryPadding));
        using Tensor x2 = TransformerParts.Normed(norm2, crossed, x1, epsilon);
        using Tensor fed = dropout3.Forward(TransformerParts.FeedForward(x2, linear1, linear2, activation, dropout));
        return TransformerParts.Normed(norm3, fed, x2, epsilon);
    }
}
