using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>e^x - 1, exact near zero.</summary>
internal sealed class Expm1 : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(Expm1Operator), x, nameof(Expm1));
        if (Gradients.Needed(x))
        {
            var node = new Expm1();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * (y + 1) : Pointwise.Chain(default(Expm1Gradient), gradient, y));
    }
}
