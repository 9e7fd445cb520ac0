using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Half the square of a small difference, delta times the rest of a large one.</summary>
/// <remarks>Huber, "Robust Estimation of a Location Parameter", 1964.</remarks>
/// <example>
/// <code>
/// var loss = new HuberLoss(delta: 1);
/// loss.Forward(model.Forward(x), target).Backward();
/// </code>
/// </example>
public sealed class HuberLoss : Loss
{
    private readonly double delta;
    private readonly Reduction reduction;

    /// <param name="delta">Where the square ends.</param>
    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number isn't above zero.</exception>
    public HuberLoss(double delta = 1, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        this.delta = delta;
        this.reduction = reduction;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        Tensor size = (prediction - target).Abs(), small = size.Clamp(0, delta);

        // small^2 / 2 + delta (size - small): the second term is zero where the difference is small.
        return ((small.Square() * 0.5) + ((size - small) * delta)).Reduce(reduction);
    }
}
