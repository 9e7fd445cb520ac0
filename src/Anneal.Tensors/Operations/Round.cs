using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The nearest whole number, the even one of two.</summary>
internal sealed class Round : StepFunction
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(RoundOperator), x, nameof(Round), wholeNumbers: true);
        if (Gradients.Needed(x)) new Round().Record(y, x);
        return y;
    }
}
