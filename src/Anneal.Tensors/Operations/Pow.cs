using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>x to the power of a number.</summary>
internal sealed class Pow : Node
{
    private double exponent;

    public static Tensor Apply(Tensor x, double exponent)
    {
        if (!x.DType.IsFloat()) x = x.To(DType.Float32);
        switch (exponent)
        {
            case 1: return x.Clone();
            case 2: return x.Square();
            case 0.5: return x.Sqrt();
            case -0.5: return x.Rsqrt();
            case -1: return x.Reciprocal();
        }
        Tensor y = exponent == 3
            ? Pointwise.Unary(default(CubeOperator), x, nameof(Pow))
            : Pointwise.WithScalar(default(PowOperator), x, exponent, nameof(Pow));
        if (Gradients.Needed(x))
        {
            var node = new Pow { exponent = exponent };
            node.Save(x);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0);
        if (exponent == 0) Send(0, Tensor.Zeros(gradient.Shape, gradient.DType));
        else if (Gradients.Enabled || exponent == 3) Send(0, gradient * (x.Pow(exponent - 1) * exponent));
        else Send(0, Pointwise.Chain(new PowGradient(exponent), gradient, x));
    }
}
