using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>max(x, 0).</summary>
internal sealed class Relu : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary<Kernel>(x);
        if (Gradients.Needed(x))
        {
            var node = new Relu();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    // The output is positive exactly where the gradient passes: its sign is the mask.
    protected override void Backward(Tensor gradient) => Send(0, gradient * Load(0).Sign());

    private readonly struct Kernel : Pointwise.IUnary
    {
        public static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Max(x, T.Zero, y);
    }
}
