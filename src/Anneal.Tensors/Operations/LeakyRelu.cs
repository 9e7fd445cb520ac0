using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x above zero, slope times x below.</summary>
internal sealed class LeakyRelu : Node
{
    private double slope;

    public static Tensor Apply(Tensor x, double slope)
    {
        Tensor y = Pointwise.Unary(new LeakyReluOperator(slope), x, nameof(LeakyRelu));
        if (Gradients.Needed(x))
        {
            var node = new LeakyRelu { slope = slope };
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? Tensor.Where(x > 0, gradient, gradient * slope) : Pointwise.Chain(new LeakyReluGradient(slope), gradient, x));
    }
}
