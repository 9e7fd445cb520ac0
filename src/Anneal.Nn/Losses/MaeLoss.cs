using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The absolute difference of prediction and target (L1): for regression with outliers. Its gradient at no difference is 0.</summary>
/// <example>
/// <code>
/// var loss = new MaeLoss();
/// loss.Forward(model.Forward(x), target).Backward();
/// </code>
/// </example>
public sealed class MaeLoss : Loss
{
    private readonly Reduction reduction;

    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    public MaeLoss(Reduction reduction = Reduction.Mean)
    {
        this.reduction = reduction;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        return (prediction - target).Abs().Reduce(reduction);
    }
}
