using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The absolute difference, rounded off by a parabola below beta: <see cref="HuberLoss"/> divided by beta.</summary>
/// <remarks>Girshick, "Fast R-CNN", 2015.</remarks>
/// <example>
/// <code>
/// var loss = new SmoothL1Loss();
/// loss.Forward(model.Forward(x), target).Backward();
/// </code>
/// </example>
public sealed class SmoothL1Loss : Loss
{
    private readonly double beta;
    private readonly Reduction reduction;

    /// <param name="beta">Where the parabola ends.</param>
    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number isn't above zero.</exception>
    public SmoothL1Loss(double beta = 1, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        this.beta = beta;
        this.reduction = reduction;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        Tensor size = (prediction - target).Abs(), small = size.Clamp(0, beta);
        return ((small.Square() * (0.5 / beta)) + (size - small)).Reduce(reduction);
    }
}
