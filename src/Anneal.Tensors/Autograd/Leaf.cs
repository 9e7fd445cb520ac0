using Anneal.Tensors.Memory;

namespace Anneal.Tensors.Autograd;

/// <summary>Where the chain rule ends: adds what arrives to the gradient of a tensor that the user made.</summary>
internal sealed class Leaf(Tensor tensor) : Node
{
    public override string Name => "Leaf";

    protected override void Backward(Tensor gradient)
    {
        if (tensor.Gradient is not { } sum)
        {
            // Take the gradient over if nobody else looks at it, else copy.
            Tensor own = Gradients.Enabled ? gradient.RequiresGradient ? gradient : gradient.Alias()
                : gradient.IsExclusive ? TakeGradient() : gradient.Clone();
            TensorScope.KeepForever(own);
            tensor.Gradient = own;
        }
        else if (Gradients.Enabled)
        {
            tensor.Gradient = sum + gradient;
        }
        else
        {
            Engine.AddInPlace(sum, gradient);
        }
    }

    protected override void Consume()
    {
        // A leaf saves nothing and lives as long as its tensor.
    }
}
