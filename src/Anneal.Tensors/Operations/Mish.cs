using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x tanh(softplus(x)) (Misra, 2019).</summary>
internal sealed class Mish : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(MishOperator), x, nameof(Mish));
        if (Gradients.Needed(x))
        {
            var node = new Mish();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * Derivative(x) : Pointwise.Chain(default(MishGradient), gradient, x));
    }

    private static Tensor Derivative(Tensor x)
    {
        Tensor tanh = x.Softplus().Tanh();
        return tanh + (x * (1 - tanh.Square()) * x.Sigmoid());
    }
}
