using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>a to the power of b, with broadcasting.</summary>
internal sealed class PowTensor : Node
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
        Tensor y = Pointwise.Binary(default(PowOperator), a, b, "Pow");
        if (Gradients.Needed(a, b))
        {
            var node = new PowTensor { aShape = a.Shape, bShape = b.Shape };
            node.Save(a, b, y);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor a = Load(0), b = Load(1), y = Load(2);

        // x^0 is 1 everywhere and 0^b is 0: their slopes are zero where the formulas would say 0 * infinity.
        if (Wants(0)) Send(0, (gradient * (b * a.Pow(b - 1)).MaskedFill(b.EqualTo(0), 0)).SumTo(aShape));
        if (Wants(1)) Send(1, (gradient * (y * a.Log()).MaskedFill(a.EqualTo(0) & (b >= 0), 0)).SumTo(bShape));
    }
}
