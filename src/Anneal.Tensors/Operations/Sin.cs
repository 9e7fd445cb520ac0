using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Sine of radians.</summary>
internal sealed class Sin : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary<Kernel>(x);
        if (Gradients.Needed(x))
        {
            var node = new Sin();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient * Load(0).Cos());

    private readonly struct Kernel : Pointwise.IUnary
    {
        public static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Sin(x, y);
    }
}
