using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The largest or smallest element along an axis, and where it stands first. The gradient goes to that place.</summary>
internal sealed class Extreme : Node
{
    private Shape from = Shape.Scalar;
    private int axis;
    private bool keepAxis;

    public static (Tensor Values, Tensor Indices) Apply(Tensor x, int axis, bool keepAxis, bool largest)
    {
        axis = x.Shape.Axis(axis);
        if (x.Shape[axis] == 0) throw new ArgumentException($"{(largest ? "Max" : "Min")} along axis {axis} of shape {x.Shape}: there is no element.");
        Shape shape = x.Shape.Without(axis, keepAxis);
        DType dtype = x.DType is DType.Float16 or DType.BFloat16 ? DType.Float32 : x.DType is DType.UInt8 or DType.Bool ? DType.Int32 : x.DType;
        Tensor source = x.DType == dtype ? x.Packed() : x.To(dtype).Packed();
        Tensor values = Tensor.Uninitialized(shape, dtype), indices = Tensor.Uninitialized(shape, DType.Int64);
        switch (dtype)
        {
            case DType.Float32: Find<float>(source, values, indices, axis, largest); break;
            case DType.Float64: Find<double>(source, values, indices, axis, largest); break;
            case DType.Int64: Find<long>(source, values, indices, axis, largest); break;
            default: Find<int>(source, values, indices, axis, largest); break;
        }
        GC.KeepAlive(source);
        if (dtype != x.DType) values = values.To(x.DType);
        if (Gradients.Needed(x))
        {
            var node = new Extreme { from = x.Shape, axis = axis, keepAxis = keepAxis };
            node.Save(indices);
            node.Record(values, x);
        }
        return (values, indices);
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor indices = Load(0);
        if (!keepAxis)
        {
            indices = indices.Unsqueeze(axis);
            gradient = gradient.Unsqueeze(axis);
        }
        Send(0, Tensor.Zeros(from, gradient.DType).ScatterAdd(axis, indices, gradient));
    }

    private static unsafe void Find<T>(Tensor x, Tensor values, Tensor indices, int axis, bool largest)
        where T : unmanaged
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= x.Shape.Dims[i];
        for (int i = axis + 1; i < x.Rank; i++) inner *= x.Shape.Dims[i];
        if (largest) ArgReduce.Max(x.Pointer<T>(), indices.Pointer<long>(), values.Pointer<T>(), outer, x.Shape.Dims[axis], inner);
        else ArgReduce.Min(x.Pointer<T>(), indices.Pointer<long>(), values.Pointer<T>(), outer, x.Shape.Dims[axis], inner);
    }
}
