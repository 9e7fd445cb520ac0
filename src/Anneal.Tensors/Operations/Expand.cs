using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Axes of length 1 repeated by a stride of 0.</summary>
internal sealed class Expand : Node
{
    private Shape from = Shape.Scalar;

    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Equals(x.Shape)) return x;
        int added = shape.Rank - x.Rank;
        Span<long> strides = stackalloc long[shape.Rank];
        strides.Clear();
        for (int i = 0; i < shape.Rank; i++)
        {
            int own = i < added ? 1 : x.Shape.Dims[i - added];
            if (added < 0 || (own != shape.Dims[i] && own != 1)) throw new ArgumentException($"A tensor of shape {x.Shape} can't be expanded to {shape}.");
            if (i >= added && own == shape.Dims[i]) strides[i] = x.Strides[i - added];
        }
        if (added < 0) throw new ArgumentException($"A tensor of shape {x.Shape} can't be expanded to {shape}.");
        Tensor y = x.ViewOf(shape, strides, x.Offset);
        if (Gradients.Needed(x)) new Expand { from = x.Shape }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.SumTo(from));
}
