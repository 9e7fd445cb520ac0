using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Self-attention and a feed-forward part, each with a residual and a normalisation: <c>[batch, time, size]</c> to the same shape.</summary>
/// <remarks>
/// Vaswani et al., "Attention Is All You Need", 2017; with <c>normFirst</c>: Xiong et al., "On Layer Normalization in the
/// Transformer Architecture", 2020. State as PyTorch's: <c>self_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>, <c>norm2</c>.
/// </remarks>
/// <example>
/// <code>
/// var layer = new TransformerEncoderLayer(128, heads: 4, feedForward: 512);
/// Tensor y = layer.Forward(x, keyPadding); // [32, 100, 128], [32, 100] -> [32, 100, 128]
/// </code>
/// </example>
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiHeadAttention attention;
    private readonly Linear linear1, linear2;
    private readonly LayerNorm norm1, norm2;
    private readonly Dropout dropout, dropout1, dropout2;
    private readonly FeedForwardActivation activation;
    private readonly bool normFirst;
    private readonly double epsilon;

    /// <param name="size">Features of a position.</param>
    /// <param name="heads">Heads of the attention.</param>
    /// <param name="feedForward">Features between the two linear layers.</param>
    /// <param name="dropout">The chance of an element, and of a weight of the attention, to be dropped, while training.</param>
    /// <param name="activation">What stands between the linear layers.</param>
    /// <param name="epsilon">Added to the variance in the normalisations.</param>
    /// <param name="normFirst">Normalise before attention and feed-forward part, not after.</param>
    /// <param name="causal">Position i sees only the positions up to i.</param>
    /// <param name="batchFirst">Inputs are <c>[batch, time, size]</c>; otherwise <c>[time, batch, size]</c>.</param>
    /// <param name="generator">Draws the first weights and the dropped elements; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't divide.</exception>
    public TransformerEncoderLayer(
        int size, int heads, int feedForward = 2048, double dropout = 0.1, FeedForwardActivation activation = FeedForwardActivation.Relu,
        double epsilon = 1e-5, bool normFirst = false, bool causal = false, bool batchFirst = true, Generator? generator = null)
    {
        this.activation = activation;
        this.normFirst = normFirst;
        this.epsilon = epsilon;
        attention = Register("self_attn", new MultiHeadAttention(size, heads, causal: causal, batchFirst: batchFirst, dropout: dropout, generator: generator));
        linear1 = Register("linear1", new Linear(size, feedForward, generator: generator));
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        linear2 = Register("linear2", new Linear(feedForward, size, generator: generator));
        norm1 = Register("norm1", new LayerNorm([size], epsilon));
        norm2 = Register("norm2", new LayerNorm([size], epsilon));
        dropout1 = Register("dropout1", new Dropout(dropout, generator));
        dropout2 = Register("dropout2", new Dropout(dropout, generator));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The layer with masks.</summary>
    /// <param name="input"><c>[batch, time, size]</c>.</param>
    /// <param name="keyPadding">bool <c>[batch, time]</c>, true where a position is padding.</param>
    /// <param name="mask">As in <see cref="MultiHeadAttention.Forward(Tensor, Tensor?, Tensor?, Tensor?, Tensor?)"/>.</param>
    public Tensor Forward(Tensor input, Tensor? keyPadding, Tensor? mask = null)
    {
        if (!normFirst)
        {
            using Tensor attended = dropout1.Forward(attention.Forward(input, null, null, keyPadding, mask));
            using Tensor middle = TransformerParts.Normed(norm1, attended, input, epsilon);
            using Tensor fed = dropout2.Forward(TransformerParts.FeedForward(middle, linear1, linear2, activation, dropout));
            return TransformerParts.Normed(norm2, fed, middle, epsilon);
        }
        using Tensor before = norm1.Forward(input);
        using Tensor seen = dropout1.Forward(attention.Forward(before, null, null, keyPadding, mask));
        using Tensor normed = TransformerParts.Normed(norm2, seen, input, epsilon, out Tensor sum);
        using Tensor residual = sum;
        using Tensor worked = dropout2.Forward(TransformerParts.FeedForward(normed, linear1, linear2, activation, dropout));
        return residual + worked;
    }
}
