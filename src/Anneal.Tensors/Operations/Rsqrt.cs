using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>1 / sqrt(x).</summary>
internal sealed class Rsqrt : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(RsqrtOperator), x, nameof(Rsqrt));
        if (Gradients.Needed(x))
        {
            var node = new Rsqrt();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * (y.Square() * y) * -0.5 : Pointwise.Chain(default(RsqrtGradient), gradient, y));
    }
}
