using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The Euclidean length along axes. Its gradient at zero is zero.</summary>
internal sealed class Norm : Node
{
    private ReducedAxes axes;

    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepAxes)
    {
        Tensor y;
        using (Gradients.NoGrad()) y = x.Square().Sum(axes, keepAxes).Sqrt();
        if (Gradients.Needed(x))
        {
            var node = new Norm { axes = new ReducedAxes(x.Shape, axes, keepAxes, nameof(Norm)) };
            node.Save(x, y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), y = Load(1);
        Send(0, x * axes.Stretch((gradient / y).MaskedFill(y.EqualTo(0), 0), x.Shape));
    }
}
