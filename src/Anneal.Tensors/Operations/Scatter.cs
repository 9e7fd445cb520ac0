using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>A copy of x in which y[index[i][j][k]][j][k] = source[i][j][k], the last one where several meet, for axis 0; likewise for other axes.</summary>
internal sealed class Scatter : Node
{
    private int axis;

    public static Tensor Apply(Tensor x, int axis, Tensor index, Tensor source)
    {
        axis = x.Shape.Axis(axis);
        source = IndexSelect.Fitting(source, x, index, nameof(Scatter));
        Tensor y = Copy.Unrecorded(x);
        IndexedElements.Run(IndexedElements.Way.Scatter, y, index, source.Packed(), axis, nameof(Scatter));
        if (Gradients.Needed(x, source))
        {
            var node = new Scatter { axis = axis };
            node.Save(index);
            node.Record(y, x, source);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor index = Load(0);
        if (Wants(0)) Send(0, gradient.Scatter(axis, index, Tensor.Zeros(index.Shape, gradient.DType)));
        if (Wants(1)) Send(1, gradient.Gather(axis, index));
    }
}
