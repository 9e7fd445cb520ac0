using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The largest or smallest of all elements. Those that are equal to it share the gradient.</summary>
internal sealed class ExtremeOfAll : Node
{
    public static Tensor Apply(Tensor x, bool largest)
    {
        Tensor flat = x.Detach().Reshape(-1);
        Tensor y = Extreme.Apply(flat, 0, keepAxis: false, largest).Values;
        if (Gradients.Needed(x))
        {
            var node = new ExtremeOfAll();
            node.Save(x, y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor chosen = Load(0).EqualTo(Load(1)).To(gradient.DType);
        Send(0, chosen * (gradient / chosen.Sum()));
    }
}
