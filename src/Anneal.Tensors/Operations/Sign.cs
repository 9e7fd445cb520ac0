using System.Numerics;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>-1, 0 or 1; NaN stays NaN. The gradient is zero everywhere.</summary>
internal sealed class Sign : Node
{
    private Shape shape = Shape.Scalar;

    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary<Kernel>(x);
        if (Gradients.Needed(x)) new Sign { shape = x.Shape }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Tensor.Zeros(shape, gradient.DType));

    private readonly struct Kernel : Pointwise.IUnary
    {
        public static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (int i = 0; i < x.Length; i++) y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i];
        }
    }
}
