using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Cross-entropy that counts what is already right for little: -w (1 - p)^gamma log p, p being the probability of the target.</summary>
/// <remarks>Lin et al., "Focal Loss for Dense Object Detection", 2017. The mean is over the rows, whatever the weights.</remarks>
/// <example>
/// <code>
/// var loss = new FocalLoss(gamma: 2);
/// loss.Forward(model.Forward(x), labels).Backward(); // [32, 10] logits, [32] labels
/// </code>
/// </example>
public sealed class FocalLoss : Loss
{
    private readonly double gamma;
    private readonly Tensor? classWeights;
    private readonly Reduction reduction;

    /// <param name="gamma">How little counts what is right; 0 for plain cross-entropy.</param>
    /// <param name="classWeights"><c>[classes]</c>: how much a row of each class counts; null for equally.</param>
    /// <param name="reduction">Mean, sum, or a loss for each target.</param>
    /// <exception cref="ArgumentOutOfRangeException">Gamma is negative.</exception>
    public FocalLoss(double gamma = 2, Tensor? classWeights = null, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        this.gamma = gamma;
        this.classWeights = classWeights;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="prediction">Logits <c>[batch, classes]</c> or <c>[batch, classes, …]</c>.</param>
    /// <param name="target">Class numbers in int64 or int32, shaped as the logits without their class axis.</param>
    /// <returns>A single number; with <see cref="Reduction.None"/> the shape of the target.</returns>
    /// <exception cref="ArgumentException">Shapes don't fit, or a class is out of range.</exception>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        ClassRows.Check(prediction, target, classWeights, "Focal loss");
        Tensor rows = ClassRows.Of(prediction), labels = target.To(DType.Int64).Reshape(-1);
        Tensor entropy = Tensors.Operations.CrossEntropy.Apply(rows, labels, null, 0, long.MinValue, Reduction.None);

        // entropy = -log p
        Tensor loss = gamma == 0 ? entropy : (-(-entropy).Expm1()).Pow(gamma) * entropy;
        if (classWeights is not null) loss *= ClassRows.Weights(labels.Contiguous(), classWeights, long.MinValue, loss.DType);
        return reduction == Reduction.None ? loss.Reshape(target.Shape) : loss.Reduce(reduction);
    }
}
