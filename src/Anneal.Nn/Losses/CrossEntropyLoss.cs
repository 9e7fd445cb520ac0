using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Cross-entropy between logits and class numbers, softmax included: -log softmax(x)[target].</summary>
/// <remarks>
/// Label smoothing: Szegedy et al., "Rethinking the Inception Architecture", 2015. With class weights w the mean is that
/// of the weighted losses over the sum of w[target].
/// </remarks>
/// <example>
/// <code>
/// var loss = new CrossEntropyLoss(labelSmoothing: 0.1);
/// loss.Forward(model.Forward(x), labels).Backward(); // [32, 10] logits, [32] labels
/// </code>
/// </example>
public sealed class CrossEntropyLoss : Loss
{
    private readonly Tensor? classWeights;
    private readonly double labelSmoothing;
    private readonly long ignoreIndex;
    private readonly Reduction reduction;

    /// <param name="classWeights"><c>[classes]</c>: how much a row of each class counts; null for equally.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes, 0 to 1.</param>
    /// <param name="ignoreIndex">Targets with this number count for nothing.</param>
    /// <param name="reduction">Mean, sum, or a loss for each target.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing isn't from 0 to 1.</exception>
    public CrossEntropyLoss(Tensor? classWeights = null, double labelSmoothing = 0, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        if (labelSmoothing is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing is a share from 0 to 1.");
        this.classWeights = classWeights;
        this.labelSmoothing = labelSmoothing;
        this.ignoreIndex = ignoreIndex;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="prediction">Logits <c>[batch, classes]</c> or <c>[batch, classes, …]</c>; of one sample, <c>[classes]</c>.</param>
    /// <param name="target">
    /// Class numbers in int64 or int32, shaped as the logits without their class axis; or the probability of each class, shaped
    /// as the logits (no ignored index then, and the mean is over the rows).
    /// </param>
    /// <returns>A single number; with <see cref="Reduction.None"/> one for each row.</returns>
    /// <exception cref="ArgumentException">Shapes don't fit, or a class is out of range.</exception>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        if (target.DType.IsFloat() && target.Shape.Equals(prediction.Shape)) return AgainstProbabilities(prediction, target);
        ClassRows.Check(prediction, target, classWeights, "Cross-entropy");
        Tensor loss = Tensors.Operations.CrossEntropy.Apply(
            ClassRows.Of(prediction), target.Rank == 1 ? target : target.Reshape(-1), classWeights?.To(prediction.DType), labelSmoothing, ignoreIndex, reduction);
        return reduction == Reduction.None ? loss.Reshape(target.Shape) : loss;
    }

    private Tensor AgainstProbabilities(Tensor prediction, Tensor target)
    {
        Tensor shares = ClassRows.Of(target);
        if (labelSmoothing != 0) shares = (shares * (1 - labelSmoothing)) + (labelSmoothing / shares.Shape[1]);
        if (classWeights is not null) shares *= classWeights;
        Tensor loss = -(ClassRows.Of(prediction).LogSoftmax() * shares).Sum(1);
        if (reduction != Reduction.None) return loss.Reduce(reduction);
        return loss.Reshape(prediction.Rank == 1 ? Shape.Scalar : prediction.Shape.Without(1));
    }
}
