using System.Runtime.CompilerServices;
using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Picking elements by index, and putting them back.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>A part of the tensor: <c>x[1, 2..5, ^1]</c>. An index takes one of an axis, which disappears; a range keeps the axis. Axes that aren't named stay whole. Reading gives a view; writing copies into it, with broadcasting.</summary>
    /// <exception cref="ArgumentException">There are more indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    [IndexerName("Part")] // its default name, Item, is that of the method
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => Picked(indices);
        set
        {
            RequireChangeable("x[...] = value");
            using Gradients.NoGradScope pause = Gradients.NoGrad();
            Tensor target = Picked(indices);
            target.CopyRaw(value.Shape.Equals(target.Shape) ? value : value.Expand(target.Shape));
        }
    }

    /// <summary>y[i][j][k] = x[index[i][j][k]][j][k] for axis 0; likewise for other axes. Negative indices count from the end.</summary>
    /// <param name="axis">The axis that the index points along.</param>
    /// <param name="index">int64 or int32, with as many axes as this tensor; shorter is allowed.</param>
    public Tensor Gather(int axis, Tensor index) => Operations.Gather.Apply(this, axis, index);

    /// <summary>A copy with <c>y[index[i][j][k]][j][k] = source[i][j][k]</c> for axis 0; likewise for other axes. The last one stays where several meet.</summary>
    public Tensor Scatter(int axis, Tensor index, Tensor source) => Operations.Scatter.Apply(this, axis, index, source);

    /// <summary>A copy with <c>y[index[i][j][k]][j][k] += source[i][j][k]</c> for axis 0; likewise for other axes.</summary>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor source) => Operations.ScatterAdd.Apply(this, axis, index, source);

    /// <summary>The chosen indices of an axis, in the order given.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="index">int64 or int32, one axis; may repeat.</param>
    public Tensor IndexSelect(int axis, Tensor index) => Operations.IndexSelect.Apply(this, axis, index);

    /// <summary>The elements where a mask is set, in row-major order, along one axis.</summary>
    public Tensor MaskedSelect(Tensor mask)
    {
        Logical.RequireBool(mask, nameof(MaskedSelect));
        Shape shape = Pointwise.BroadcastShape(Shape, mask.Shape, nameof(MaskedSelect));
        return Expand(shape).Reshape(-1).IndexSelect(0, mask.Expand(shape).Reshape(-1).NonZero().Reshape(-1));
    }

    /// <summary>The indices of the elements that aren't zero, row by row: int64 <c>[found, axes]</c>.</summary>
    public Tensor NonZero()
    {
        Tensor mask = DType == DType.Bool ? Packed() : NotEqualTo(0);
        byte* set = mask.Address;
        long found = 0;
        for (long i = 0; i < ElementCount; i++) found += set[i];
        Tensor y = Uninitialized(Shape.Of(checked((int)found), Rank), DType.Int64);
        long* row = y.Pointer<long>();
        for (long i = 0; i < ElementCount; i++)
        {
            if (set[i] == 0) continue;
            for (int axis = 0; axis < Rank; axis++) *row++ = i / Shape.Strides[axis] % Shape.Dims[axis];
        }
        GC.KeepAlive(mask);
        return y;
    }

    /// <summary>The elements in order along an axis, and the places that they come from. Stable: equal ones keep their order. NaN counts as the largest.</summary>
    public (Tensor Values, Tensor Indices) Sort(int axis = -1, bool descending = false)
    {
        Tensor order = ArgSort(axis, descending);
        return (Gather(axis, order), order);
    }

    /// <summary>The places of the elements in sorted order along an axis: int64. See <see cref="Sort"/>.</summary>
    public Tensor ArgSort(int axis = -1, bool descending = false) => Sorting.Order(this, axis, descending, Shape[axis]);

    /// <summary>The <paramref name="count"/> largest (or smallest) elements along an axis, the most extreme first, and their places.</summary>
    /// <exception cref="ArgumentException">The axis has fewer elements.</exception>
    public (Tensor Values, Tensor Indices) TopK(int count, int axis = -1, bool largest = true)
    {
        if (count < 0 || count > Shape[axis]) throw new ArgumentException($"TopK: {count} elements were asked for along axis {axis} of shape {Shape}.");
        Tensor order = Sorting.Order(this, axis, largest, count);
        return (Gather(axis, order), order);
    }

    /// <summary>For class numbers, rows of zeros with a one at the class: <c>[…]</c> becomes <c>[…, classes]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number isn't in 0..classes.</exception>
    public Tensor OneHot(int classes, DType dtype = DType.Float32)
    {
        Tensor index = To(DType.Int64).Unsqueeze(-1);
        return Zeros(index.Shape.With(-1, classes), dtype).Scatter(-1, index, Ones(index.Shape, dtype));
    }

    private Tensor Picked(ReadOnlySpan<TensorIndex> indices)
    {
        int used = 0;
        bool open = false;
        foreach (TensorIndex index in indices)
        {
            if (index.What == TensorIndex.Kind.Ellipsis)
            {
                if (open) throw new ArgumentException("An index may have only one ellipsis.");
                open = true;
            }
            else if (index.What != TensorIndex.Kind.NewAxis)
            {
                used++;
            }
        }
        if (used > Rank) throw new ArgumentException($"{used} indices were given for a tensor of shape {Shape}.");

        Tensor result = this;
        int axis = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.What)
            {
                case TensorIndex.Kind.Ellipsis: axis += Rank - used; break;
                case TensorIndex.Kind.NewAxis: result = result.Unsqueeze(axis++); break;
                case TensorIndex.Kind.Single:
                    int length = result.Shape[axis], at = index.Range.Start.GetOffset(length);
                    if ((uint)at >= (uint)length) throw new ArgumentOutOfRangeException(nameof(indices), $"Index {index} is outside axis {axis} of shape {result.Shape}.");
                    result = result.Select(axis, at);
                    break;
                default: result = result.Slice(axis++, index.Range); break;
            }
        }
        return result;
    }
}
