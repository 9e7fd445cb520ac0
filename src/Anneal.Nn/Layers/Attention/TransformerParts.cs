using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>What the transformer's layers have in common.</summary>
internal static class TransformerParts
{
    /// <summary>The feed-forward part: two linear layers, the activation computed within the first.</summary>
    public static Tensor FeedForward(Tensor input, Linear first, Linear second, FeedForwardActivation activation, Dropout? between = null)
    {
        using Tensor hidden = first.Forward(input, Kernel(activation));
        if (between is null) return second.Forward(hidden);
        Tensor kept = between.Forward(hidden);
        Tensor result = second.Forward(kept);
        if (!ReferenceEquals(kept, hidden)) kept.Dispose();
        return result;
    }

    /// <summary>The activation as kernels name it.</summary>
    public static Activation Kernel(FeedForwardActivation activation) => activation switch
    {
        FeedForwardActivation.Relu => Activation.Relu,
        FeedForwardActivation.Gelu => Activation.Gelu,
        FeedForwardActivation.GeluTanh => Activation.GeluTanh,
        FeedForwardActivation.Silu => Activation.Silu,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    /// <summary>The normalised sum of what a part computed and of what went around it.</summary>
    public static Tensor Normed(LayerNorm norm, Tensor x, Tensor residual, double epsilon, out Tensor sum) =>
        Tensors.Operations.AddLayerNorm.Apply(x, residual, norm.Weight!, norm.Bias!, epsilon, out sum);

    /// <inheritdoc cref="Normed(LayerNorm, Tensor, Tensor, double, out Tensor)"/>
    public static Tensor Normed(LayerNorm norm, Tensor x, Tensor residual, double epsilon)
    {
        Tensor result = Normed(norm, x, residual, epsilon, out Tensor sum);
        sum.Dispose();
        return result;
    }
}
