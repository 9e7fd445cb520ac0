using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Neighbouring parts of an axis, as views. The gradients of all of them are written into one tensor.</summary>
internal sealed class Split : Node
{
    private Shape from = Shape.Scalar;
    private DType dtype;
    private int axis;
    private int[] lengths = [];

    public static Tensor[] Apply(Tensor x, ReadOnlySpan<int> lengths, int axis)
    {
        axis = x.Shape.Axis(axis);
        long total = 0;
        foreach (int length in lengths)
        {
            if (length < 0) throw new ArgumentException($"Split of shape {x.Shape}: a part of length {length} was asked for.");
            total += length;
        }
        if (total != x.Shape.Dims[axis]) throw new ArgumentException($"Split of shape {x.Shape}: the parts of axis {axis} add up to {total}, not {x.Shape.Dims[axis]}.");

        var parts = new Tensor[lengths.Length];
        long offset = x.Offset;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = x.ViewOf(x.Shape.With(axis, lengths[i]), x.Strides, offset);
            offset += lengths[i] * x.Strides[axis];
        }
        if (Gradients.Needed(x)) new Split { from = x.Shape, dtype = x.DType, axis = axis, lengths = lengths.ToArray() }.RecordMany(parts, x);
        return parts;
    }

    protected override void Backward(Tensor gradient) => Send(0, Gradients.Enabled ? Joined() : Gathered());

    private Tensor Joined()
    {
        var parts = new Tensor[lengths.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = GradientOf(i) ?? Tensor.Zeros(from.With(axis, lengths[i]), dtype);
        return Concat.Apply(parts, axis);
    }

    private unsafe Tensor Gathered()
    {
        bool complete = true;
        for (int i = 0; i < lengths.Length; i++) complete &= GradientOf(i) is not null;
        Tensor y = complete ? Tensor.Uninitialized(from, dtype) : Tensor.Zeros(from, dtype);
        long at = 0, step = y.Strides[axis] * dtype.Size();
        for (int i = 0; i < lengths.Length; i++)
        {
            if (GradientOf(i) is { } part)
                StridedCopy.Run(part.Address, part.Strides, y.Address + (at * step), y.Strides, part.Shape.Dims, dtype.Size());
            at += lengths[i];
        }
        return y;
    }
}
