using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>ln(1 + x), exact near zero.</summary>
internal sealed class Log1p : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(Log1pOperator), x, nameof(Log1p));
        if (Gradients.Needed(x))
        {
            var node = new Log1p();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient / (x + 1) : Pointwise.Chain(default(Log1pGradient), gradient, x));
    }
}
