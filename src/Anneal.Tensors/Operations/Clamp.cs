using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x, but not below a bound nor above another. The gradient passes at the bounds themselves.</summary>
internal sealed class Clamp : Node
{
    private double low, high;

    public static Tensor Apply(Tensor x, double low, double high)
    {
        if (!(low <= high)) throw new ArgumentException($"Clamp: the lower bound {low} is above the upper bound {high}.");
        Tensor y = Pointwise.Unary(new ClampOperator(low, high), x, nameof(Clamp), wholeNumbers: false);
        if (Gradients.Needed(x))
        {
            var node = new Clamp { low = low, high = high };
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled
            ? gradient.MaskedFill((x < low) | (x > high), 0)
            : Pointwise.Chain(new ClampGradient(low, high), gradient, x));
    }
}
