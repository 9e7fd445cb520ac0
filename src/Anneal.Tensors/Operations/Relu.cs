using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>max(x, 0).</summary>
internal sealed class Relu : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(ReluOperator), x, nameof(Relu), wholeNumbers: true);
        if (Gradients.Needed(x))
        {
            var node = new Relu();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    // The output is positive exactly where the gradient passes: its sign is the mask.
    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * y.Sign() : Pointwise.Chain(default(ReluGradient), gradient, y));
    }
}
