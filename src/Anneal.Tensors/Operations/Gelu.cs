using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x Phi(x) with the error function (Hendrycks and Gimpel, 2016).</summary>
internal sealed class Gelu : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(GeluOperator), x, nameof(Gelu));
        if (Gradients.Needed(x))
        {
            var node = new Gelu();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * Derivative(x) : Pointwise.Chain(default(GeluGradient), gradient, x));
    }

    internal static Tensor Derivative(Tensor x)
    {
        Tensor probability = ((x * Math.Sqrt(0.5)).Erf() + 1) * 0.5;
        Tensor density = (x.Square() * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI));
        return probability + (x * density);
    }
}
