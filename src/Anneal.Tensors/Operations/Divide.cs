using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>a / b, with broadcasting. Integers divide as float32.</summary>
internal sealed class Divide : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Pointwise.Promote(ref a, ref b);
        if (!a.DType.IsFloat())
        {
            a = a.To(DType.Float32);
            b = b.To(DType.Float32);
        }
        Tensor y = Pointwise.Binary(default(DivideOperator), a, b, nameof(Divide));
        if (Gradients.Needed(a, b))
        {
            var node = new Divide { aShape = a.Shape, bShape = b.Shape };
            node.Save(b, b.RequiresGradient ? y : null);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor b = Load(0);
        Tensor quotient = Gradients.Enabled ? gradient / b : Pointwise.Chain(default(DivideOperator), gradient, b);
        if (Wants(1)) Send(1, -(quotient * Load(1)).SumTo(bShape));
        if (Wants(0)) Send(0, quotient.SumTo(aShape));
    }
}
