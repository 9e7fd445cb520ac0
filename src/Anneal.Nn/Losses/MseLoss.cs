using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The squared difference of prediction and target: for regression where large errors are the worst.</summary>
/// <example>
/// <code>
/// var loss = new MseLoss();
/// loss.Forward(model.Forward(x), target).Backward();
/// </code>
/// </example>
public sealed class MseLoss : Loss
{
    private readonly Reduction reduction;

    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    public MseLoss(Reduction reduction = Reduction.Mean)
    {
        this.reduction = reduction;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        return (prediction - target).Square().Reduce(reduction);
    }
}
