using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The same elements in memory of their own, in row-major order.</summary>
internal sealed class Copy : Node
{
    public static unsafe Tensor Apply(Tensor x)
    {
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        StridedCopy.Run(x.Address, x.Strides, y.Address, y.Strides, x.Shape.Dims, x.DType.Size());
        GC.KeepAlive(x);
        if (Gradients.Needed(x)) new Copy().Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient);
}
