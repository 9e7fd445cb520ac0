using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Operations;
using Activation = Anneal.Tensors.Kernels.Activation;

namespace Anneal.Models.Language;

/// <summary>A layer of an encoder-decoder: attention to itself, in the decoder attention to what was read, and a feed-forward part.</summary>
internal sealed class SequenceLayer : Module
{
    private readonly bool normsFirst;
    private readonly Activation activation;
    private readonly SequenceAttention self;
    private readonly Module selfNorm, feedNorm;
    private readonly Module? crossNorm;
    private readonly Nn.Linear up, down;
    private readonly Nn.Linear? gate;
    private readonly Nn.Dropout dropout;

    public SequenceLayer(EncoderDecoderConfig config, bool writes, Generator? generator)
    {
        int heads = writes ? config.DecoderHeads : config.EncoderHeads, inner = writes ? config.DecoderFeedForward : config.EncoderFeedForward;
        normsFirst = config.NormsFirst;
        activation = TransformerParts.Kernel(config.Activation);
        self = Register("self", new SequenceAttention(config, heads, generator));
        selfNorm = Register("self_norm", EncoderDecoder.Norm(config));
        if (writes)
        {
            Cross = Register("cross", new SequenceAttention(config, heads, generator));
            crossNorm = Register("cross_norm", EncoderDecoder.Norm(config));
        }
        if (config.Gated) gate = Register("gate", new Nn.Linear(config.Size, inner, false, generator));
        up = Register("up", new Nn.Linear(config.Size, inner, !config.IsT5, generator));
        down = Register("down", new Nn.Linear(inner, config.Size, !config.IsT5, generator));
        feedNorm = Register("feed_norm", EncoderDecoder.Norm(config));
        dropout = Register("dropout", new Nn.Dropout(config.Dropout, generator));
    }

    /// <summary>Attention to what was read; null in the encoder.</summary>
    public SequenceAttention? Cross { get; }

    public override Tensor Forward(Tensor input) => Forward(input, null, null, null, null);

    /// <summary>Whole sequences, <c>[batch, time, size]</c>.</summary>
    public Tensor Forward(Tensor input, Tensor? padding, Tensor? bias, Tensor? memory, Tensor? memoryPadding)
    {
        Tensor x = Part(input, selfNorm, h => self.Forward(h, h, Cross is not null, padding, bias));
        if (Cross is not null) x = Part(x, crossNorm!, h => Cross.Forward(h, memory!, false, memoryPadding, null));
        return Part(x, feedNorm, FeedForward);
    }

    /// <summary>New tokens of some sequences, <c>[rows, size]</c>, <paramref name="batch"/> rows after another for each.</summary>
    public Tensor Forward(Tensor input, int batch, PagedRows rows, int number, Tensor? distances, Tensor keys, Tensor values, Tensor? memoryPadding)
    {
        Tensor x = Part(input, selfNorm, h => self.Forward(h, rows, number, distances));
        x = Part(x, crossNorm!, h => Cross!.Look(h.Reshape(batch, h.Shape[0] / batch, h.Shape[1]), keys, values, false, memoryPadding, null).Reshape(h.Shape));
        return Part(x, feedNorm, FeedForward);
    }

    private Tensor Part(Tensor x, Module norm, Func<Tensor, Tensor> part) => normsFirst ? x + dropout.Forward(part(norm.Forward(x))) : norm.Forward(x + dropout.Forward(part(x)));

    private Tensor FeedForward(Tensor x)
    {
        if (gate is null)
        {
            using Tensor hidden = up.Forward(x, activation);
            return down.Forward(dropout.Forward(hidden));
        }
        using Tensor opened = gate.Forward(x, activation), values = up.Forward(x);
        using Tensor gated = opened * values;
        return down.Forward(dropout.Forward(gated));
    }
}
