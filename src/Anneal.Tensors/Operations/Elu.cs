using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x above zero, alpha (e^x - 1) below (Clevert et al., 2015).</summary>
internal sealed class Elu : Node
{
    private double alpha;

    public static Tensor Apply(Tensor x, double alpha)
    {
        Tensor y = Pointwise.Unary(new EluOperator(alpha), x, nameof(Elu));
        if (Gradients.Needed(x))
        {
            var node = new Elu { alpha = alpha };
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? Tensor.Where(x > 0, gradient, gradient * x.Clamp(double.NegativeInfinity, 0).Exp() * alpha) : Pointwise.Chain(new EluGradient(alpha), gradient, x));
    }
}
