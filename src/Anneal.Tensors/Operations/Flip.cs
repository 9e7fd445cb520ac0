using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Axes walked from their ends: a view with negative strides.</summary>
internal sealed class Flip : Node
{
    private int[] axes = [];

    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes)
    {
        Span<long> strides = stackalloc long[x.Rank];
        x.Strides.CopyTo(strides);
        long offset = x.Offset;
        foreach (int axis in axes)
        {
            int place = x.Shape.Axis(axis);
            if (x.Shape.Dims[place] > 0) offset += (x.Shape.Dims[place] - 1) * strides[place];
            strides[place] = -strides[place];
        }
        Tensor y = x.ViewOf(x.Shape, strides, offset);
        if (Gradients.Needed(x)) new Flip { axes = axes.ToArray() }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Apply(gradient, axes));
}
