using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x * x.</summary>
internal sealed class Square : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SquareOperator), x, nameof(Square), wholeNumbers: true);
        if (Gradients.Needed(x))
        {
            var node = new Square();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * x * 2 : Pointwise.Chain(default(SquareGradient), gradient, x));
    }
}
