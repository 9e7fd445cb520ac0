using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The larger of a and b, NaN when either is, with broadcasting. Equal elements share the gradient.</summary>
internal sealed class Maximum : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Pointwise.Promote(ref a, ref b);
        Tensor y = Pointwise.Binary(default(MaximumOperator), a, b, nameof(Maximum));
        if (Gradients.Needed(a, b))
        {
            var node = new Maximum { aShape = a.Shape, bShape = b.Shape };
            node.Save(a, b);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor share = Pointwise.Binary(default(MaximumShare), Load(0), Load(1), nameof(Maximum));
        if (Wants(0)) Send(0, (gradient * share).SumTo(aShape));
        if (Wants(1)) Send(1, (gradient * (1 - share)).SumTo(bShape));
    }
}
