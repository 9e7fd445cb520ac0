using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.</summary>
internal sealed class Erf : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(ErfOperator), x, nameof(Erf));
        if (Gradients.Needed(x))
        {
            var node = new Erf();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * ((-x.Square()).Exp() * (2 / Math.Sqrt(Math.PI))) : Pointwise.Chain(default(ErfGradient), gradient, x));
    }
}
