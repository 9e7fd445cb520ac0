using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The derivative of the activation that a fused operation ends with, as recorded operations: for gradients of gradients.</summary>
internal static class Activate
{
    /// <param name="z">What went into the activation.</param>
    public static Tensor Derivative(Tensor z, Activation activation) => activation switch
    {
        Activation.Relu => (z > 0).To(z.DType),
        Activation.Sigmoid => z.Sigmoid() * (1 - z.Sigmoid()),
        Activation.Tanh => 1 - z.Tanh().Square(),
        Activation.Gelu => Gelu.Derivative(z),
        Activation.GeluTanh => GeluTanh.Derivative(z),
        Activation.Silu => Silu.Derivative(z),
        _ => throw new NotSupportedException($"{activation} has no derivative."),
    };
}
