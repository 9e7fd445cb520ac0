using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The elements in another type.</summary>
internal sealed class Cast : Node
{
    private DType from;

    public static unsafe Tensor Apply(Tensor x, DType dtype)
    {
        Tensor source = x.Packed(), y = Tensor.Uninitialized(x.Shape, dtype);
        Conversion.Run(source.Address, x.DType, y.Address, dtype, x.ElementCount);
        GC.KeepAlive(source);
        if (dtype.IsDifferentiable() && Gradients.Needed(x)) new Cast { from = x.DType }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.To(from));
}
