using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>Attention of an encoder-decoder, of a sequence to itself or to another one.</summary>
internal sealed class SequenceAttention : Module
{
    private readonly int heads, headSize;
    private readonly double scale;
    private readonly Nn.Linear query, key, value, output;

    public SequenceAttention(EncoderDecoderConfig config, int heads, Generator? generator)
    {
        this.heads = heads;
        headSize = config.HeadSizeOf(heads);
        scale = config.IsT5 ? 1 : 1 / Math.Sqrt(headSize);
        int size = config.Size, inner = heads * headSize;
        query = Register("query", new Nn.Linear(size, inner, !config.IsT5, generator));
        key = Register("key", new Nn.Linear(size, inner, config.Architecture == EncoderDecoderArchitecture.Bart, generator));
        value = Register("value", new Nn.Linear(size, inner, !config.IsT5, generator));
        output = Register("output", new Nn.Linear(inner, size, !config.IsT5, generator));
    }

    public override Tensor Forward(Tensor input) => Forward(input, input, false, null, null);

    /// <param name="input">What asks, <c>[batch, queries, size]</c>.</param>
    /// <param name="memory">What is looked at, <c>[batch, keys, size]</c>.</param>
    /// <param name="causal">Each sees those up to itself.</param>
    /// <param name="padding">bool <c>[batch, keys]</c>, or null.</param>
    /// <param name="bias">Added to the scores, <c>[1, heads, queries, keys]</c>, or null.</param>
    public Tensor Forward(Tensor input, Tensor memory, bool causal, Tensor? padding, Tensor? bias)
    {
        (Tensor k, Tensor v) = Memory(memory);
        using (k)
        using (v) return Look(input, k, v, causal, padding, bias);
    }

    /// <summary>The keys and values of what is looked at, <c>[batch, heads, keys, head size]</c>.</summary>
    public (Tensor Keys, Tensor Values) Memory(Tensor memory) => (Heads(key.Forward(memory)), Heads(value.Forward(memory)));

    /// <summary>Looks at keys and values that are known.</summary>
    public Tensor Look(Tensor input, Tensor keys, Tensor values, bool causal, Tensor? padding, Tensor? bias)
    {
        using Tensor q = Heads(query.Forward(input));

        // The kernels add numbers without a gradient; a bias that learns goes through the scores written out.
        using Tensor seen = bias is { RequiresGradient: true } && Gradients.Enabled
            ? WrittenOut(q, keys, values, causal, padding, bias)
            : ScaledDotProductAttention.Apply(q, keys, values, new AttentionTerms(causal, scale, padding, bias?.Detach()));
        using Tensor rows = seen.Transpose(1, 2).Reshape(input.Shape[0], input.Shape[1], heads * headSize);
        return output.Forward(rows);
    }

    /// <summary>New tokens that see what their sequences have kept, <c>[rows, size]</c>.</summary>
    public Tensor Forward(Tensor input, PagedRows rows, int layer, Tensor? distances)
    {
        using Tensor q = query.Forward(input), k = key.Forward(input), v = value.Forward(input);
        using Tensor seen = rows.Attend(layer, q, k, v, new AttentionTerms(true, scale, null, null), distances);
        return output.Forward(seen);
    }

    private Tensor WrittenOut(Tensor q, Tensor k, Tensor v, bool causal, Tensor? padding, Tensor bias)
    {
        Tensor scores = (q.MatMul(k.T) * scale) + bias;
        if (padding is not null) scores = scores.MaskedFill(padding.Reshape(padding.Shape[0], 1, 1, padding.Shape[1]), double.NegativeInfinity);
        if (causal) scores = scores.MaskedFill(Tensor.Ones([scores.Shape[2], scores.Shape[3]], DType.Bool).Triu(1), double.NegativeInfinity);
        return scores.Softmax().MatMul(v);
    }

    private Tensor Heads(Tensor rows) => rows.Reshape(rows.Shape[0], rows.Shape[1], heads, headSize).Transpose(1, 2);
}
