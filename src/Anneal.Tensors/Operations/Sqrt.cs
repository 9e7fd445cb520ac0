using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Square root.</summary>
internal sealed class Sqrt : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SqrtOperator), x, nameof(Sqrt));
        if (Gradients.Needed(x))
        {
            var node = new Sqrt();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * 0.5 / y : Pointwise.Chain(default(SqrtGradient), gradient, y));
    }
}
