using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x Phi(x) with the tanh approximation that GPT-2 uses (Hendrycks and Gimpel, 2016).</summary>
internal sealed class GeluTanh : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(GeluTanhOperator), x, nameof(GeluTanh));
        if (Gradients.Needed(x))
        {
            var node = new GeluTanh();
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        Send(0, Gradients.Enabled ? gradient * Derivative(x) : Pointwise.Chain(default(GeluTanhGradient), gradient, x));
    }

    internal static Tensor Derivative(Tensor x)
    {
        const double Cubic = 0.044715;
        double scale = Math.Sqrt(2 / Math.PI);
        Tensor square = x.Square();
        Tensor tanh = (x * ((square * Cubic) + 1) * scale).Tanh();
        Tensor inner = ((square * (3 * Cubic)) + 1) * scale;
        return ((tanh + 1) + (x * (1 - tanh.Square()) * inner)) * 0.5;
    }
}
