using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The axes in another order.</summary>
internal sealed class Permute : Node
{
    private int[] order = [];

    public static Tensor Apply(Tensor x, ReadOnlySpan<int> order)
    {
        int rank = x.Rank;
        if (order.Length != rank) throw new ArgumentException($"An order of {order.Length} axes was given for shape {x.Shape}.");
        Span<int> dims = stackalloc int[rank];
        Span<long> strides = stackalloc long[rank];
        Span<bool> seen = stackalloc bool[rank];
        seen.Clear();
        for (int i = 0; i < rank; i++)
        {
            int axis = x.Shape.Axis(order[i]);
            if (seen[axis]) throw new ArgumentException($"Axis {axis} appears twice in the order of axes for shape {x.Shape}.");
            seen[axis] = true;
            dims[i] = x.Shape.Dims[axis];
            strides[i] = x.Strides[axis];
        }
        Tensor y = x.ViewOf(Shape.Of(dims), strides, x.Offset);
        if (Gradients.Needed(x)) new Permute { order = order.ToArray() }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Span<int> inverse = stackalloc int[order.Length];
        for (int i = 0; i < order.Length; i++) inverse[gradient.Shape.Axis(order[i])] = i;
        Send(0, gradient.Permute(inverse));
    }
}
