using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Part of an axis.</summary>
internal sealed class Slice : Node
{
    private Shape from = Shape.Scalar;
    private int axis, start, step;

    public static Tensor Apply(Tensor x, int axis, int start, int end, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        axis = x.Shape.Axis(axis);
        int length = x.Shape[axis];
        start = Math.Clamp(start < 0 ? start + length : start, 0, length);
        end = Math.Clamp(end < 0 ? end + length : end, start, length);
        int count = (int)(((long)end - start + step - 1) / step);
        if (count == length) return x;

        Span<long> strides = stackalloc long[x.Rank];
        x.Strides.CopyTo(strides);
        strides[axis] *= step;
        Tensor y = x.ViewOf(x.Shape.With(axis, count), strides, x.Offset + (start * x.Strides[axis]));
        if (Gradients.Needed(x)) new Slice { from = x.Shape, axis = axis, start = start, step = step }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Unslice.Apply(gradient, from, axis, start, step));

    /// <summary>The other way: zeros of the full shape with the part put in its place.</summary>
    internal sealed class Unslice : Node
    {
        private int axis, start, step, count;

        public static Tensor Apply(Tensor part, Shape full, int axis, int start, int step)
        {
            Tensor y = Tensor.Zeros(full, part.DType);
            Span<long> strides = stackalloc long[full.Rank];
            full.Strides.CopyTo(strides);
            strides[axis] *= step;
            int size = part.DType.Size();
            unsafe
            {
                StridedCopy.Run(part.Address, part.Strides, y.Address + (start * full.Strides[axis] * size), strides, part.Shape.Dims, size);
            }
            GC.KeepAlive(part);
            if (Gradients.Needed(part)) new Unslice { axis = axis, start = start, step = step, count = part.Shape[axis] }.Record(y, part);
            return y;
        }

        protected override void Backward(Tensor gradient) =>
            Send(0, gradient.Slice(axis, start, start + ((count - 1) * step) + 1, step));
    }
}
