using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>-1, 0 or 1; NaN stays NaN.</summary>
internal sealed class Sign : StepFunction
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(SignOperator), x, nameof(Sign), wholeNumbers: true);
        if (Gradients.Needed(x)) new Sign().Record(y, x);
        return y;
    }
}
