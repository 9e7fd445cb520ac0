using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x sigmoid(x), also called swish (Elfwing et al., 2017; Ramachandran et al., 2017).</summary>
internal sealed class Silu : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SiluOperator), x, nameof(Silu));
        if (Gradients.Needed(x))
        {
            var node = new Silu();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * Derivative(x) : Pointwise.Chain(default(SiluGradient), gradient, x));
    }

    internal static Tensor Derivative(Tensor x)
    {
        Tensor sigmoid = x.Sigmoid();
        return sigmoid * ((x * (1 - sigmoid)) + 1);
    }
}
