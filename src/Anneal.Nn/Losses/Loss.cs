using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>A number to be made small: how far a prediction is from its target.</summary>
public abstract class Loss
{
    /// <summary>The loss, as a single number unless the reduction is <see cref="Reduction.None"/>.</summary>
    /// <param name="prediction">What the model computed.</param>
    /// <param name="target">What it should have been.</param>
    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public abstract Tensor Forward(Tensor prediction, Tensor target);

    private protected static void SameShape(Tensor prediction, Tensor target)
    {
        if (!prediction.Shape.Equals(target.Shape))
            throw new ArgumentException($"The prediction's shape {prediction.Shape} and the target's shape {target.Shape} must be the same.");
    }
}
