using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Natural logarithm.</summary>
internal sealed class Log : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(LogOperator), x, nameof(Log));
        if (Gradients.Needed(x))
        {
            var node = new Log();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient / x : Pointwise.Chain(default(LogGradient), gradient, x));
    }
}
