using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>a * b, with broadcasting.</summary>
internal sealed class Multiply : Node
{
    private Shape aShape = Shape.Scalar, bShape = Shape.Scalar;

    public static Tensor Apply(Tensor a, Tensor b)
    {
        Pointwise.Promote(ref a, ref b);
        Tensor y = Pointwise.Binary(default(MultiplyOperator), a, b, nameof(Multiply));
        if (Gradients.Needed(a, b))
        {
            var node = new Multiply { aShape = a.Shape, bShape = b.Shape };
            node.Save(a, b);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Wants(0)) Send(0, (gradient * Load(1)).SumTo(aShape));
        if (Wants(1)) Send(1, Product(gradient, Load(0)).SumTo(bShape));
    }

    /// <summary>The gradient's last use: its buffer may take the product.</summary>
    private static Tensor Product(Tensor gradient, Tensor other) =>
        Gradients.Enabled ? gradient * other : Pointwise.Chain(default(MultiplyOperator), gradient, other);
}
