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
        Tensor x = Load(0), chosen = x.EqualTo(Load(1));
        Tensor share = gradient / chosen.Sum().Item<long>();
        Send(0, share.Expand(x.Shape).MaskedFill(!chosen, 0));
    }
}
