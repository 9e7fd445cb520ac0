using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>A function whose gradient is zero wherever it has one.</summary>
internal abstract class StepFunction : Node
{
    protected override void Backward(Tensor gradient) => Send(0, Tensor.Zeros(gradient.Shape, gradient.DType));
}
