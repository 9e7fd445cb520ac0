using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The same elements in memory of their own, in row-major order.</summary>
internal sealed class Copy : Node
{
    public static Tensor Apply(Tensor x)
    {
        Tensor y = Unrecorded(x);
        if (Gradients.Needed(x)) new Copy().Record(y, x);
        return y;
    }

    public static unsafe Tensor Unrecorded(Tensor x)
    {
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        StridedCopy.Run(x.Address, x.Strides, y.Address, y.Strides, x.Shape.Dims, x.DType.Size());
        GC.KeepAlive(x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient);
}
