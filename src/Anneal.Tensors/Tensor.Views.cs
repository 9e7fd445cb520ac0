using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Other looks at the same elements. Nothing here copies, save where it says so.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>A matrix with its two axes exchanged; for more axes, the last two.</summary>
    public Tensor T => Rank < 2 ? this : Transpose(-2, -1);

    /// <summary>The same elements in row-major order under another shape. One length may be -1: it follows from the others. Copies only if no strides describe the result.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> dims)
    {
        int free = dims.IndexOf(-1);
        if (free < 0) return Reshape(Shape.Of(dims));
        Span<int> full = stackalloc int[dims.Length];
        dims.CopyTo(full);
        full[free] = 1;
        long rest = Shape.Of(full).ElementCount;
        if (rest == 0 || ElementCount % rest != 0 || ElementCount / rest > int.MaxValue)
            throw new ArgumentException($"A tensor of shape {Shape} can't be given a shape of {rest} elements times one free length.");
        full[free] = (int)(ElementCount / rest);
        return Reshape(Shape.Of(full));
    }

    /// <inheritdoc cref="Reshape(ReadOnlySpan{int})"/>
    public Tensor Reshape(Shape shape) => Operations.Reshape.Apply(this, shape);

    /// <summary>Joins the axes from <paramref name="first"/> to <paramref name="last"/> into one.</summary>
    public Tensor Flatten(int first = 0, int last = -1)
    {
        if (Rank == 0) return Reshape(1);
        first = Shape.Axis(first);
        last = Shape.Axis(last);
        if (first > last) throw new ArgumentException($"Flatten: axis {first} comes after axis {last}.");
        Span<int> dims = stackalloc int[Rank - (last - first)];
        long joined = 1;
        for (int i = first; i <= last; i++) joined *= Shape.Dims[i];
        for (int i = 0; i < dims.Length; i++) dims[i] = i < first ? Shape.Dims[i] : i == first ? checked((int)joined) : Shape.Dims[i + last - first];
        return Reshape(Shape.Of(dims));
    }

    /// <summary>Without the axis, whose length must be 1.</summary>
    public Tensor Squeeze(int axis)
    {
        if (Shape[axis] != 1) throw new ArgumentException($"Axis {axis} of shape {Shape} has length {Shape[axis]}, not 1.");
        return Reshape(Shape.Without(axis));
    }

    /// <summary>Without any axis of length 1.</summary>
    public Tensor Squeeze() => Reshape(Shape.Of([.. Shape.Where(d => d != 1)]));

    /// <summary>With a new axis of length 1 at this place; -1 puts it last.</summary>
    public Tensor Unsqueeze(int axis)
    {
        int place = axis < 0 ? axis + Rank + 1 : axis;
        if ((uint)place > (uint)Rank) throw new ArgumentOutOfRangeException(nameof(axis), $"A new axis of a tensor {Shape} goes to 0..{Rank}, not {axis}.");
        Span<int> dims = stackalloc int[Rank + 1];
        for (int i = 0; i <= Rank; i++) dims[i] = i < place ? Shape.Dims[i] : i == place ? 1 : Shape.Dims[i - 1];
        return Reshape(Shape.Of(dims));
    }

    /// <summary>With two axes exchanged.</summary>
    public Tensor Transpose(int a, int b)
    {
        Span<int> order = stackalloc int[Rank];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        a = Shape.Axis(a);
        b = Shape.Axis(b);
        (order[a], order[b]) = (order[b], order[a]);
        return Permute(order);
    }

    /// <summary>With the axes in another order: axis i of the result is axis <c>order[i]</c> of this.</summary>
    public Tensor Permute(params ReadOnlySpan<int> order) => Operations.Permute.Apply(this, order);

    /// <summary>Part of an axis: every <paramref name="step"/>-th index from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="start">First index; negative counts from the end.</param>
    /// <param name="end">One past the last index; negative counts from the end; beyond the length means the length.</param>
    /// <param name="step">1 or more.</param>
    public Tensor Slice(int axis, int start, int end = int.MaxValue, int step = 1) => Operations.Slice.Apply(this, axis, start, end, step);

    /// <summary>Part of an axis as a C# range: <c>x.Slice(0, 2..^1)</c>.</summary>
    public Tensor Slice(int axis, Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(Shape[axis]);
        return Slice(axis, start, start + length);
    }

    /// <summary>One index of an axis; the axis disappears.</summary>
    public Tensor Select(int axis, int index)
    {
        axis = Shape.Axis(axis);
        int at = index < 0 ? index + Shape[axis] : index;
        if ((uint)at >= (uint)Shape[axis]) throw new ArgumentOutOfRangeException(nameof(index), $"Index {index} is outside axis {axis} of shape {Shape}.");
        return Slice(axis, at, at + 1).Squeeze(axis);
    }

    /// <summary>Repeats axes of length 1 to the lengths of a shape, which may have more axes at its left.</summary>
    /// <exception cref="ArgumentException">A length differs and isn't 1.</exception>
    public Tensor Expand(Shape shape) => Operations.Expand.Apply(this, shape);

    /// <summary>Itself if the elements lie in row-major order, else a copy in which they do.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Copy.Apply(this);

    /// <summary>As <see cref="Contiguous"/>, outside the graph: for kernels that need dense input.</summary>
    internal Tensor Packed() => IsContiguous ? this : Copy.Unrecorded(this);

    /// <summary>A copy with memory of its own.</summary>
    public Tensor Clone() => Copy.Apply(this);

    /// <summary>The elements converted to another type. Itself if it has that type already, unless a copy is asked for.</summary>
    /// <remarks>Floats become integers by cutting off the fraction; anything but zero becomes true.</remarks>
    public Tensor To(DType dtype, bool copy = false) => dtype != DType ? Cast.Apply(this, dtype) : copy ? Clone() : this;

    /// <summary>Sums over the axes that broadcasting from <paramref name="shape"/> to this shape stretched.</summary>
    internal Tensor SumTo(Shape shape) => shape.Equals(Shape) ? this : Operations.SumTo.Apply(this, shape);
}
