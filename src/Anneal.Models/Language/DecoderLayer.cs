using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>A layer of a <see cref="Decoder"/>: attention and a feed-forward part, each after a normalisation and beside a residual.</summary>
/// <remarks>A layer leaves its last addition to the next one, which does it in the same pass as its first normalisation.</remarks>
internal sealed class DecoderLayer : Module
{
    private readonly DecoderConfig config;
    private readonly Module attentionNorm, feedForwardNorm;
    private readonly Module? afterAttention, afterFeedForward;
    private readonly Nn.Dropout? dropout;

    public DecoderLayer(DecoderConfig config, DecoderNames names, int number, DecoderRotary? rotary, Generator? generator)
    {
        this.config = config;
        attentionNorm = Register(names.FirstNorm, DecoderNorm.Of(config, config.Size));
        Attention = Register(names.Attention, new DecoderAttention(config, names, number, rotary, generator));
        if (config.NormsAfterParts) afterAttention = Register("post_attention_layernorm", DecoderNorm.Of(config, config.Size));
        feedForwardNorm = Register(config.NormsAfterParts ? "pre_feedforward_layernorm" : names.SecondNorm, DecoderNorm.Of(config, config.Size));
        if (config.NormsAfterParts) afterFeedForward = Register("post_feedforward_layernorm", DecoderNorm.Of(config, config.Size));
        FeedForward = Register(names.FeedForward, new DecoderFeedForward(config, names, generator));
        if (config.Dropout > 0) dropout = Register("dropout", new Nn.Dropout(config.Dropout, generator));
    }

    public DecoderAttention Attention { get; }

    public DecoderFeedForward FeedForward { get; }

    public override Tensor Forward(Tensor input)
    {
        (Tensor sum, Tensor added) = Forward(input, null, null);
        return sum + added;
    }

    /// <summary>Takes the stream as a residual and what is still to be added to it, and returns it the same way.</summary>
    /// <param name="residual"><c>[batch, time, size]</c>, or <c>[rows, size]</c> with <paramref name="rows"/>.</param>
    /// <param name="added">The same shape; or null.</param>
    /// <param name="rows">Where keys and values are kept; null for whole texts.</param>
    public (Tensor Residual, Tensor Added) Forward(Tensor residual, Tensor? added, PagedRows? rows)
    {
        Tensor? joined = null;
        using Tensor first = added is null ? attentionNorm.Forward(residual) : DecoderNorm.OfSum(attentionNorm, added, residual, config.Epsilon, out joined);
        using Tensor? stream = joined;
        using Tensor attended = Dropped(After(afterAttention, rows is null ? Attention.Forward(first) : Attention.Forward(first, rows)));
        using Tensor second = DecoderNorm.OfSum(feedForwardNorm, attended, stream ?? residual, config.Epsilon, out Tensor sum);
        return (sum, Dropped(After(afterFeedForward, FeedForward.Forward(second))));
    }

    /// <summary>Tells the kernels of a step what the layer is made of; false where they don't know it.</summary>
    /// <param name="step">Takes what they need, nothing at first.</param>
    /// <param name="longest">The length of the longest sequence.</param>
    public bool Describe(ref StepLayer step, int longest) => !(IsTraining && dropout is not null)
        && DecoderNorm.Describe(attentionNorm, config.Epsilon, out step.First) && DecoderNorm.Describe(afterAttention, config.Epsilon, out step.AfterAttention)
        && DecoderNorm.Describe(feedForwardNorm, config.Epsilon, out step.Second) && DecoderNorm.Describe(afterFeedForward, config.Epsilon, out step.AfterFeedForward)
        && Attention.Describe(ref step, longest) && FeedForward.Describe(ref step);

    private Tensor Dropped(Tensor part)
    {
        if (dropout is null || !IsTraining) return part;
        using Tensor whole = part;
        return dropout.Forward(whole);
    }

    private static Tensor After(Module? norm, Tensor part)
    {
        if (norm is null) return part;
        using Tensor before = part;
        return norm.Forward(before);
    }
}
