using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>-x[target] for log-probabilities x: <see cref="CrossEntropyLoss"/> for a model that ends in <see cref="LogSoftmax"/>.</summary>
/// <example>
/// <code>
/// var loss = new NegativeLogLikelihoodLoss();
/// loss.Forward(model.Forward(x).LogSoftmax(), labels).Backward(); // [32, 10] and [32]
/// </code>
/// </example>
public sealed class NegativeLogLikelihoodLoss : Loss
{
    private readonly Tensor? classWeights;
    private readonly long ignoreIndex;
    private readonly Reduction reduction;

    /// <param name="classWeights"><c>[classes]</c>: how much a row of each class counts; null for equally.</param>
    /// <param name="ignoreIndex">Targets with this number count for nothing.</param>
    /// <param name="reduction">Mean (over the sum of the weights), sum, or a loss for each target.</param>
    public NegativeLogLikelihoodLoss(Tensor? classWeights = null, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        this.classWeights = classWeights;
        this.ignoreIndex = ignoreIndex;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="prediction">Log-probabilities <c>[batch, classes]</c> or <c>[batch, classes, …]</c>.</param>
    /// <param name="target">Class numbers in int64 or int32, shaped as the prediction without its class axis.</param>
    /// <returns>A single number; with <see cref="Reduction.None"/> the shape of the target.</returns>
    /// <exception cref="ArgumentException">Shapes don't fit, or a class is out of range.</exception>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        ClassRows.Check(prediction, target, classWeights, "Negative log likelihood");
        Tensor rows = ClassRows.Of(prediction);
        Tensor labels = Tensors.Operations.Labels.Checked(target, rows.Shape[1], "Negative log likelihood", "the class", ignoreIndex).Reshape(-1);
        Tensor weights = ClassRows.Weights(labels, classWeights, ignoreIndex, rows.DType);
        Tensor loss = Tensors.Operations.NegativeLogLikelihood.Apply(rows, labels, weights, ignoreIndex);
        return reduction switch
        {
            Reduction.Mean => loss.Sum() / weights.Sum().Item<double>(),
            Reduction.Sum => loss.Sum(),
            _ => loss.Reshape(target.Shape),
        };
    }
}
