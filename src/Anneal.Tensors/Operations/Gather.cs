using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>y[i][j][k] = x[index[i][j][k]][j][k] for axis 0; likewise for other axes.</summary>
internal sealed class Gather : Node
{
    private Shape from = Shape.Scalar;
    private int axis;

    public static Tensor Apply(Tensor x, int axis, Tensor index)
    {
        axis = x.Shape.Axis(axis);
        Tensor y = Tensor.Uninitialized(index.Shape, x.DType);
        IndexedElements.Run(IndexedElements.Way.Gather, x, index, y, axis, nameof(Gather));
        if (Gradients.Needed(x))
        {
            var node = new Gather { from = x.Shape, axis = axis };
            node.Save(index);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) =>
        Send(0, Tensor.Zeros(from, gradient.DType).ScatterAdd(axis, Load(0), gradient));
}
