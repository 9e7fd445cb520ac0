using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x clamp(x + 3, 0, 6) / 6 (Howard et al., 2019).</summary>
internal sealed class Hardswish : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(HardswishOperator), x, nameof(Hardswish));
        if (Gradients.Needed(x))
        {
            var node = new Hardswish();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * Derivative(x) : Pointwise.Chain(default(HardswishGradient), gradient, x));
    }

    private static Tensor Derivative(Tensor x) => ((x / 3) + 0.5).MaskedFill(x <= -3, 0).MaskedFill(x >= 3, 1);
}
