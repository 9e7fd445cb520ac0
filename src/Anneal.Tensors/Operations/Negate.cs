using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>-x.</summary>
internal sealed class Negate : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(NegateOperator), x, nameof(Negate), wholeNumbers: true);
        if (Gradients.Needed(x)) new Negate().Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) =>
        Send(0, Gradients.Enabled ? -gradient : Pointwise.Chain(default(MultiplyOperator), gradient, -1, nameof(Negate)));
}
