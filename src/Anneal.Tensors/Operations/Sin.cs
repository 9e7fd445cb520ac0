using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Sine of radians.</summary>
internal sealed class Sin : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SinOperator), x, nameof(Sin));
        if (Gradients.Needed(x))
        {
            var node = new Sin();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * x.Cos() : Pointwise.Chain(default(SinGradient), gradient, x));
    }
}
