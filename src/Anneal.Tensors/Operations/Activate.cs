using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The activation that a fused operation ends with, on its own and backward.</summary>
internal static unsafe class Activate
{
    /// <summary>As a recorded operation.</summary>
    public static Tensor Apply(Tensor x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.Relu => x.Relu(),
        Activation.Sigmoid => x.Sigmoid(),
        Activation.Tanh => x.Tanh(),
        _ => throw new NotSupportedException($"{activation} has no operation of its own."),
    };

    /// <summary>gradient * activation', in the gradient's own buffer where nobody else sees it. Not recorded.</summary>
    /// <param name="saved">The result of the activation where its derivative follows from that (ReLU, sigmoid, tanh), else what went into it.</param>
    public static Tensor Gradient(Tensor gradient, Tensor saved, Activation activation)
    {
        gradient = gradient.Contiguous();
        Tensor result = gradient.IsExclusive ? gradient : Tensor.Uninitialized(gradient.Shape, gradient.DType);
        if (gradient.DType == DType.Float32) Gradient<float>(gradient, saved, result, activation);
        else Gradient<double>(gradient, saved, result, activation);
        return result;
    }

    private static void Gradient<T>(Tensor gradient, Tensor saved, Tensor result, Activation activation)
        where T : unmanaged
    {
        T* dy = gradient.Pointer<T>();
        T* s = saved.Pointer<T>();
        T* dx = result.Pointer<T>();
        long length = gradient.ElementCount;
        switch (activation)
        {
            case Activation.Relu: Elementwise.Binary<ReluGradient, T>(default, dy, s, dx, length); break;
            case Activation.Gelu: Elementwise.Binary<GeluGradient, T>(default, dy, s, dx, length); break;
            case Activation.GeluTanh: Elementwise.Binary<GeluTanhGradient, T>(default, dy, s, dx, length); break;
            case Activation.Silu: Elementwise.Binary<SiluGradient, T>(default, dy, s, dx, length); break;
            case Activation.Sigmoid: Elementwise.Binary<SigmoidGradient, T>(default, dy, s, dx, length); break;
            case Activation.Tanh: Elementwise.Binary<TanhGradient, T>(default, dy, s, dx, length); break;
            default: throw new NotSupportedException($"{activation} has no gradient.");
        }
        GC.KeepAlive(saved);
    }
}
