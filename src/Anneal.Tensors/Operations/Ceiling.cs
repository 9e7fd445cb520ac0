using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The smallest whole number not below x.</summary>
internal sealed class Ceiling : StepFunction
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(CeilingOperator), x, nameof(Ceiling), wholeNumbers: true);
        if (Gradients.Needed(x)) new Ceiling().Record(y, x);
        return y;
    }
}
