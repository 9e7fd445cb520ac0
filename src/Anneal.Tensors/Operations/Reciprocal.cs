using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>1 / x.</summary>
internal sealed class Reciprocal : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(ReciprocalOperator), x, nameof(Reciprocal));
        if (Gradients.Needed(x))
        {
            var node = new Reciprocal();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled ? -(gradient * y.Square()) : Pointwise.Chain(default(ReciprocalGradient), gradient, y));
    }
}
