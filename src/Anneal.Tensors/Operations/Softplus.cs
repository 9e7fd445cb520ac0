using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>ln(1 + e^x).</summary>
internal sealed class Softplus : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SoftplusOperator), x, nameof(Softplus));
        if (Gradients.Needed(x))
        {
            var node = new Softplus();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * x.Sigmoid() : Pointwise.Chain(default(SoftplusGradient), gradient, x));
    }
}
