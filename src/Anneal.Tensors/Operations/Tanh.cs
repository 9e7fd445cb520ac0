using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Hyperbolic tangent.</summary>
internal sealed class Tanh : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary<Kernel>(x);
        if (Gradients.Needed(x))
        {
            var node = new Tanh();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient * (1 - Load(0).Square()));

    private readonly struct Kernel : Pointwise.IUnary
    {
        public static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Tanh(x, y);
    }
}
