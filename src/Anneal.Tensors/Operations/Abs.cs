using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Absolute value.</summary>
internal sealed class Abs : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(AbsOperator), x, nameof(Abs), wholeNumbers: true);
        if (Gradients.Needed(x))
        {
            var node = new Abs();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * x.Sign() : Pointwise.Chain(default(AbsGradient), gradient, x));
    }
}
