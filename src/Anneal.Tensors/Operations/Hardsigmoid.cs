using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>clamp(x + 3, 0, 6) / 6 (Howard et al., 2019).</summary>
internal sealed class Hardsigmoid : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(HardsigmoidOperator), x, nameof(Hardsigmoid));
        if (Gradients.Needed(x))
        {
            var node = new Hardsigmoid();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient.MaskedFill(x.Abs() >= 3, 0) / 6 : Pointwise.Chain(default(HardsigmoidGradient), gradient, x));
    }
}
