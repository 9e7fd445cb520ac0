using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Hyperbolic tangent.</summary>
internal sealed class Tanh : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(TanhOperator), x, nameof(Tanh));
        if (Gradients.Needed(x))
        {
            var node = new Tanh();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? gradient * (1 - y.Square()) : Pointwise.Chain(default(TanhGradient), gradient, y));
    }
}
