using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Cross-entropy of yes-or-no targets against logits, sigmoid included: for two classes, or several labels that may hold at once.</summary>
/// <example>
/// <code>
/// var loss = new BinaryCrossEntropyWithLogitsLoss();
/// loss.Forward(model.Forward(x), target).Backward(); // [32, 1] logits, [32, 1] of 0 and 1
/// </code>
/// </example>
public sealed class BinaryCrossEntropyWithLogitsLoss : Loss
{
    private readonly Tensor? weight;
    private readonly Tensor? positiveWeight;
    private readonly Reduction reduction;

    /// <param name="weight">How much each element counts; broadcast to the logits; null for equally.</param>
    /// <param name="positiveWeight">How much a positive counts against a negative; broadcast to the logits; null for equally.</param>
    /// <param name="reduction">Mean, sum, or a loss for each element.</param>
    public BinaryCrossEntropyWithLogitsLoss(Tensor? weight = null, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean)
    {
        this.weight = weight;
        this.positiveWeight = positiveWeight;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">As the logits: 0, 1, or a probability between. Gets no gradient.</param>
    /// <returns>A single number; with <see cref="Reduction.None"/> the shape of the logits.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        Tensor loss = Tensors.Operations.BinaryCrossEntropy.Apply(
            prediction, target.Detach().To(prediction.DType), positiveWeight?.Detach().To(prediction.DType).Expand(prediction.Shape));
        if (weight is not null) loss *= weight;
        return loss.Reduce(reduction);
    }
}
