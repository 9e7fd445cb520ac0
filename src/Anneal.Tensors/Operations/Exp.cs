using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>e to the power of x.</summary>
internal sealed class Exp : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(ExpOperator), x, nameof(Exp));
        if (Gradients.Needed(x))
        {
            var node = new Exp();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * y : Pointwise.Chain(default(MultiplyOperator), gradient, y));
    }
}
