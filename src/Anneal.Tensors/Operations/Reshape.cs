using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Another shape for the same elements in row-major order.</summary>
internal sealed class Reshape : Node
{
    private Shape from = Shape.Scalar;

    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.ElementCount != x.ElementCount)
            throw new ArgumentException($"A tensor of shape {x.Shape} has {x.ElementCount} elements and can't be given shape {shape}, which has {shape.ElementCount}.");
        if (shape.Equals(x.Shape)) return x;
        Span<long> strides = stackalloc long[shape.Rank];
        if (!TryKeepLayout(x, shape, strides)) return Apply(x.Contiguous(), shape);

        Tensor y = x.ViewOf(shape, strides, x.Offset);
        if (Gradients.Needed(x)) new Reshape { from = x.Shape }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.Reshape(from));

    /// <summary>Strides for the new shape over the old layout, if there are any.</summary>
    private static bool TryKeepLayout(Tensor x, Shape shape, Span<long> strides)
    {
        if (x.IsContiguous || x.ElementCount == 0)
        {
            shape.Strides.CopyTo(strides);
            return true;
        }

        // Walk both shapes from the right, matching groups of axes with the same number of elements. Within a group
        // the old axes must form one run for the new ones to divide it.
        ReadOnlySpan<int> old = x.Shape.Dims;
        int o = old.Length - 1, n = shape.Rank - 1;
        while (o >= 0 && n >= 0)
        {
            long oldCount = old[o], newCount = shape.Dims[n];
            int oStart = o, nStart = n;
            while (oldCount != newCount)
            {
                if (oldCount < newCount) oldCount *= old[--oStart];
                else newCount *= shape.Dims[--nStart];
            }
            long stride = 0, expected = -1;
            bool first = true;
            for (int i = o; i >= oStart; i--)
            {
                if (old[i] == 1) continue;
                if (first) stride = x.Strides[i];
                else if (x.Strides[i] != expected) return false;
                expected = x.Strides[i] * old[i];
                first = false;
            }
            for (int i = n; i >= nStart; i--)
            {
                strides[i] = stride;
                stride *= shape.Dims[i];
            }
            o = oStart - 1;
            n = nStart - 1;
        }
        for (; n >= 0; n--) strides[n] = 0; // lengths of 1 that are left over
        return true;
    }
}
