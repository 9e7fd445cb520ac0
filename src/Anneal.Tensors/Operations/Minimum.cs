using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The smaller of a and b, NaN when either is, with broadcasting. Equal elements share the gradient.</summary>
internal sealed class Minimum : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Pointwise.Promote(ref a, ref b);
        Tensor y = Pointwise.Binary(default(MinimumOperator), a, b, nameof(Minimum));
        if (Gradients.Needed(a, b))
        {
            var node = new Minimum { aShape = a.Shape, bShape = b.Shape };
            node.Save(a, b);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor share = Pointwise.Binary(default(MinimumShare), Load(0), Load(1), nameof(Minimum));
        if (Wants(0)) Send(0, (gradient * share).SumTo(aShape));
        if (Wants(1)) Send(1, (gradient * (1 - share)).SumTo(bShape));
    }
}
