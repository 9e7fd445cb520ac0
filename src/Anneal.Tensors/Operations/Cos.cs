using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Cosine of radians.</summary>
internal sealed class Cos : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(CosOperator), x, nameof(Cos));
        if (Gradients.Needed(x))
        {
            var node = new Cos();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? -(gradient * x.Sin()) : Pointwise.Chain(default(CosGradient), gradient, x));
    }
}
