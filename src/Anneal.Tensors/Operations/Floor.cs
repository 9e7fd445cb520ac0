using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The largest whole number not above x.</summary>
internal sealed class Floor : StepFunction
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Pointwise.Unary(default(FloorOperator), x, nameof(Floor), wholeNumbers: true);
        if (Gradients.Needed(x)) new Floor().Record(y, x);
        return y;
    }
}
