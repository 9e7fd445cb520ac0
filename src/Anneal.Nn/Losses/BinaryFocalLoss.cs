using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The focal loss of yes-or-no targets: binary cross-entropy times (1 - p)^gamma, p being the probability of what is right.</summary>
/// <remarks>Lin et al., "Focal Loss for Dense Object Detection", 2017.</remarks>
/// <example>
/// <code>
/// var loss = new BinaryFocalLoss(gamma: 2, alpha: 0.25);
/// loss.Forward(model.Forward(x), target).Backward(); // both [32, 5]
/// </code>
/// </example>
public sealed class BinaryFocalLoss : Loss
{
    private readonly double gamma;
    private readonly double? alpha;
    private readonly Reduction reduction;

    /// <param name="gamma">How little counts what is right; 0 for plain cross-entropy.</param>
    /// <param name="alpha">How much positives count; negatives count 1 - alpha. Null for equally.</param>
    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is negative.</exception>
    public BinaryFocalLoss(double gamma = 2, double? alpha = 0.25, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        this.gamma = gamma;
        this.alpha = alpha;
        this.reduction = reduction;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        Tensor t = target.Detach().To(prediction.DType);

        // The probability of what is wrong: sigmoid(-x) for a positive, sigmoid(x) for a negative.
        Tensor wrong = (prediction * (1 - (t * 2))).Sigmoid();
        Tensor loss = Tensors.Operations.BinaryCrossEntropy.Apply(prediction, t, null) * wrong.Pow(gamma);
        if (alpha is { } share) loss *= (t * ((2 * share) - 1)) + (1 - share);
        return loss.Reduce(reduction);
    }
}
