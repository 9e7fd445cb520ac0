using System.Numerics;

namespace Anneal.Tensors.Operations;

/// <summary>Which axes of a shape a reduction takes, and the shapes that come of it.</summary>
internal readonly struct ReducedAxes
{
    private readonly int mask;
    private readonly bool keep;

    /// <param name="axes">None means all.</param>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public ReducedAxes(Shape shape, ReadOnlySpan<int> axes, bool keep, string name)
    {
        this.keep = keep;
        if (axes.IsEmpty) mask = (1 << shape.Rank) - 1;
        foreach (int axis in axes)
        {
            int bit = 1 << shape.Axis(axis);
            if ((mask & bit) != 0) throw new ArgumentException($"{name}: axis {axis} of shape {shape} is named twice.");
            mask |= bit;
        }
    }

    public bool IsReduced(int axis) => (mask & (1 << axis)) != 0;

    /// <summary>How many elements go into each result.</summary>
    public long Count(Shape shape)
    {
        long count = 1;
        for (int i = 0; i < shape.Rank; i++)
            if (IsReduced(i)) count *= shape.Dims[i];
        return count;
    }

    public Shape ResultShape(Shape shape)
    {
        if (keep) return KeptShape(shape);
        int rank = shape.Rank - BitOperations.PopCount((uint)mask);
        if (rank == 0) return Shape.Scalar;
        Span<int> dims = stackalloc int[rank];
        for (int i = 0, j = 0; i < shape.Rank; i++)
            if (!IsReduced(i)) dims[j++] = shape.Dims[i];
        return Shape.Of(dims);
    }

    /// <summary>With a length of 1 for the axes that are gone.</summary>
    public Shape KeptShape(Shape shape)
    {
        Span<int> dims = stackalloc int[shape.Rank];
        for (int i = 0; i < dims.Length; i++) dims[i] = IsReduced(i) ? 1 : shape.Dims[i];
        return Shape.Of(dims);
    }

    /// <summary>A result repeated along the axes that were reduced: a view, recorded where gradients are.</summary>
    public Tensor Stretch(Tensor result, Shape shape)
    {
        if (Gradients.Enabled) return result.Reshape(KeptShape(shape)).Expand(shape);
        Span<long> strides = stackalloc long[shape.Rank];
        for (int i = 0, j = 0; i < shape.Rank; i++)
        {
            strides[i] = IsReduced(i) ? 0 : result.Strides[j];
            if (keep || !IsReduced(i)) j++;
        }
        return result.ViewOf(shape, strides, result.Offset);
    }
}
