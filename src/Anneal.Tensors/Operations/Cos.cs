using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Cosine of radians.</summary>
internal sealed class Cos : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary<Kernel>(x);
        if (Gradients.Needed(x))
        {
            var node = new Cos();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, -(gradient * Load(0).Sin()));

    private readonly struct Kernel : Pointwise.IUnary
    {
        public static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Cos(x, y);
    }
}
