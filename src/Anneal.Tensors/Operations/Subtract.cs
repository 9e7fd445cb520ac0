using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>a - b, with broadcasting.</summary>
internal sealed class Subtract : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Pointwise.Promote(ref a, ref b);
        Tensor y = Pointwise.Binary(default(SubtractOperator), a, b, nameof(Subtract));
        if (Gradients.Needed(a, b))
        {
            var node = new Subtract { aShape = a.Shape, bShape = b.Shape };
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Wants(0)) Send(0, gradient.SumTo(aShape));
        if (Wants(1)) Send(1, -gradient.SumTo(bShape));
    }
}
