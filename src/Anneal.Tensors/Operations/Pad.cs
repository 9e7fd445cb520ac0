using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>A number written around a tensor.</summary>
internal sealed class Pad : Node
{
    private Shape from = Shape.Scalar;
    private int[] before = [];

    public static unsafe Tensor Apply(Tensor x, ReadOnlySpan<(int Before, int After)> pads, double value)
    {
        if (pads.Length != x.Rank) throw new ArgumentException($"Pad of shape {x.Shape}: {pads.Length} pairs were given for {x.Rank} axes.");
        Span<int> dims = stackalloc int[x.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            if (pads[i].Before < 0 || pads[i].After < 0) throw new ArgumentException($"Pad of shape {x.Shape}: axis {i} can't be padded by {pads[i].Before} and {pads[i].After}; use Slice to cut.");
            dims[i] = checked(x.Shape.Dims[i] + pads[i].Before + pads[i].After);
        }
        Tensor y = Tensor.Full(Shape.Of(dims), value, x.DType);
        long offset = 0;
        for (int i = 0; i < dims.Length; i++) offset += pads[i].Before * y.Strides[i];
        StridedCopy.Run(x.Address, x.Strides, y.Address + (offset * x.DType.Size()), y.Strides, x.Shape.Dims, x.DType.Size());
        GC.KeepAlive(x);
        if (Gradients.Needed(x))
        {
            var node = new Pad { from = x.Shape, before = new int[x.Rank] };
            for (int i = 0; i < x.Rank; i++) node.before[i] = pads[i].Before;
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor inner = gradient;
        for (int i = 0; i < before.Length; i++) inner = inner.Slice(i, before[i], before[i] + from.Dims[i]);
        Send(0, inner);
    }
}
