using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The activation that a fused operation ends with, by itself.</summary>
internal static class Activate
{
    /// <summary>The activation by itself, where it could not be fused.</summary>
    /// <param name="z">What goes into it.</param>
    /// <param name="activation">Which.</param>
    public static Tensor Apply(Tensor z, Activation activation) => activation switch
    {
        Activation.Relu => z.Relu(),
        Activation.Sigmoid => z.Sigmoid(),
        Activation.Tanh => z.Tanh(),
        Activation.Gelu => z.Gelu(),
        Activation.GeluTanh => GeluTanh.Apply(z),
        Activation.Silu => z.Silu(),
        _ => throw new NotSupportedException($"{activation} is no function."),
    };

    /// <summary>Its derivative, as recorded operations.</summary>
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
