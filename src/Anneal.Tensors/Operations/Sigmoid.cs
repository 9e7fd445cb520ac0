using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>1 / (1 + e^-x).</summary>
internal sealed class Sigmoid : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SigmoidOperator), x, nameof(Sigmoid));
        if (Gradients.Needed(x))
        {
            var node = new Sigmoid();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * y * (1 - y) : Pointwise.Chain(default(SigmoidGradient), gradient, y));
    }
}
