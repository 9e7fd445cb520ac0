using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Tensors one after another along an axis.</summary>
internal sealed class Concat : Node
{
    private int axis;
    private int[] lengths = [];

    public static unsafe Tensor Apply(ReadOnlySpan<Tensor> parts, int axis)
    {
        if (parts.IsEmpty) throw new ArgumentException("Concat: no tensors were given.");
        Tensor first = parts[0];
        if (first.Rank == 0) throw new ArgumentException("Concat: a single number has no axis to join along; use Stack.");
        axis = first.Shape.Axis(axis);
        DType dtype = first.DType;
        long total = 0;
        foreach (Tensor part in parts)
        {
            bool fits = part.Rank == first.Rank;
            for (int i = 0; fits && i < first.Rank; i++) fits = i == axis || part.Shape.Dims[i] == first.Shape.Dims[i];
            if (!fits) throw new ArgumentException($"Concat along axis {axis}: shapes {first.Shape} and {part.Shape} differ in another axis.");
            dtype = DTypeFacts.Promote(dtype, part.DType);
            total += part.Shape.Dims[axis];
        }
        if (parts.Length == 1) return first;

        Tensor[] inputs = parts.ToArray();
        for (int i = 0; i < inputs.Length; i++) inputs[i] = inputs[i].To(dtype);
        Tensor y = Tensor.Uninitialized(first.Shape.With(axis, checked((int)total)), dtype);
        long at = 0, step = y.Strides[axis] * dtype.Size();
        foreach (Tensor part in inputs)
        {
            StridedCopy.Run(part.Address, part.Strides, y.Address + (at * step), y.Strides, part.Shape.Dims, dtype.Size());
            GC.KeepAlive(part);
            at += part.Shape.Dims[axis];
        }
        if (Gradients.Needed(inputs))
        {
            var node = new Concat { axis = axis, lengths = new int[inputs.Length] };
            for (int i = 0; i < inputs.Length; i++) node.lengths[i] = inputs[i].Shape.Dims[axis];
            node.Record(y, inputs);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        int at = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (Wants(i)) Send(i, gradient.Slice(axis, at, at + lengths[i]));
            at += lengths[i];
        }
    }
}
