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
    /// <exception cref="ArgumentException">The smoothing isn't from 0 to 1, or the weights don't have one axis.</exception>
    public CrossEntropyLoss(Tensor? classWeights = null, double labelSmoothing = 0, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        if (labelSmoothing is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing is a share from 0 to 1.");
        if (classWeights is not null && classWeights.Rank != 1) throw new ArgumentException($"Class weights must have shape [classes], not {classWeights.Shape}.", nameof(classWeights));
        this.classWeights = classWeights;
        this.labelSmoothing = labelSmoothing;
        this.ignoreIndex = ignoreIndex;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="prediction"><c>[batch, classes]</c> or <c>[batch, classes, …]</c>; of one sample, <c>[classes]</c>.</param>
    /// <param name="target">Class numbers in int64 or int32, shaped as the logits without their class axis.</param>
    /// <returns>A single number; with <see cref="Reduction.None"/> the shape of the target.</returns>
    /// <exception cref="ArgumentException">Shapes don't fit, or a class is out of range.</exception>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        Tensor rows = prediction.Rank == 1 ? prediction.Unsqueeze(0) : prediction;
        if (rows.Rank < 1 || !target.Shape.Equals(prediction.Rank == 1 ? Shape.Scalar : prediction.Shape.Without(1)))
            throw new ArgumentException($"Cross-entropy: logits {prediction.Shape} need targets of the same shape without the class axis, not {target.Shape}.");
        if (classWeights is not null && classWeights.Shape[0] != rows.Shape[1])
            throw new ArgumentException($"Cross-entropy: {classWeights.Shape[0]} class weights were given for {rows.Shape[1]} classes.");

        // The class axis goes last, and all the others become rows.
        int classes = rows.Shape[1];
        if (rows.Rank > 2)
        {
            Span<int> order = stackalloc int[rows.Rank];
            for (int i = 1; i < order.Length; i++) order[i] = i + 1;
            order[^1] = 1;
            rows = rows.Permute(order).Reshape(-1, classes);
        }
        Tensor loss = Tensors.Operations.CrossEntropy.Apply(rows, target.Reshape(-1), classWeights?.To(rows.DType), labelSmoothing, ignoreIndex, reduction);
        return reduction == Reduction.None ? loss.Reshape(target.Shape) : loss;
    }
}
