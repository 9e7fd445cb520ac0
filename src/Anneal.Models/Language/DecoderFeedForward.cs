using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Models.Language;

/// <summary>The feed-forward part: two layers with an activation between, or three where the activation opens a gate (Shazeer, "GLU Variants Improve Transformer", 2020).</summary>
internal sealed class DecoderFeedForward : Module
{
    private readonly Activation activation;
    private readonly Linear? gate;
    private readonly Linear up;
    private readonly bool joined;
    private readonly int inner;

    public DecoderFeedForward(DecoderConfig config, DecoderNames names, Generator? generator)
    {
        activation = TransformerParts.Kernel(config.Activation);
        joined = config.Gated && config.JoinedProjections;
        inner = config.FeedForward;
        if (config.Gated && !joined) gate = Register("gate_proj", new Linear(config.Size, config.FeedForward, config.FeedForwardBias, generator));
        up = Register(joined ? "gate_up_proj" : names.Up, new Linear(config.Size, joined ? 2 * config.FeedForward : config.FeedForward, config.FeedForwardBias, generator));
        Down = Register(names.Down, new Linear(config.FeedForward, config.Size, config.FeedForwardBias, generator));
    }

    /// <summary>The layer that writes to the stream.</summary>
    public Linear Down { get; }

    public override Tensor Forward(Tensor input)
    {
        if (gate is null && !joined)
        {
            using Tensor hidden = up.Forward(input, activation);
            return Down.Forward(hidden);
        }
        if (gate is not null)
        {
            using Tensor product = Linear.ForwardGated(input, gate, up, activation);
            return Down.Forward(product);
        }
        using Tensor both = up.Forward(input);
        int size = both.Shape[-1] / 2;
        using Tensor first = both.Slice(-1, 0, size), values = both.Slice(-1, size);
        using Tensor opened = activation == Activation.Silu ? first.Silu() : activation == Activation.GeluTanh ? Tensors.Operations.GeluTanh.Apply(first) : first.Gelu();
        using Tensor gated = opened * values;
        return Down.Forward(gated);
    }

    /// <summary>Tells the kernels of a step what the part is made of; false where they don't know it.</summary>
    public bool Describe(ref StepLayer step)
    {
        step.Up.Gated = joined || gate is not null;
        bool known = joined ? up.Bias is null && up.AddTo(ref step.Up, activation, 0, inner) && up.AddTo(ref step.Up, first: inner)
            : gate is not null ? gate.Bias is null && up.Bias is null && gate.AddTo(ref step.Up, activation) && up.AddTo(ref step.Up)
            : up.AddTo(ref step.Up, activation);
        return known && Down.AddTo(ref step.Down);
    }
}
