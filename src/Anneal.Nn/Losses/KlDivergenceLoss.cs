using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>How far log-probabilities are from a target distribution: target (log target - prediction), summed over the classes and averaged over the batch.</summary>
/// <remarks>Kullback and Leibler, "On Information and Sufficiency", 1951. 0 log 0 counts as 0.</remarks>
/// <example>
/// <code>
/// var loss = new KlDivergenceLoss();
/// loss.Forward(student.LogSoftmax(), teacher.Softmax().Detach()).Backward(); // both [32, 10]
/// </code>
/// </example>
public sealed class KlDivergenceLoss : Loss
{
    private readonly bool logTarget, meanOverElements;
    private readonly Reduction reduction;

    /// <param name="logTarget">The target holds log-probabilities too.</param>
    /// <param name="reduction">Mean over the batch, sum, or a number for each element.</param>
    /// <param name="meanOverElements">Divide a mean by the number of elements instead of the size of the batch, as PyTorch does unless told otherwise.</param>
    public KlDivergenceLoss(bool logTarget = false, Reduction reduction = Reduction.Mean, bool meanOverElements = false)
    {
        this.logTarget = logTarget;
        this.reduction = reduction;
        this.meanOverElements = meanOverElements;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor prediction, Tensor target)
    {
        SameShape(prediction, target);
        Tensor loss;
        if (logTarget)
        {
            loss = target.Exp() * (target - prediction);
        }
        else
        {
            // Where the target is zero, so is the term: its logarithm is taken of 1 there.
            Tensor entropy = target * Tensor.Where(target > 0, target, Tensor.Ones(target.Shape, target.DType)).Log();
            loss = entropy - (target * prediction);
        }
        if (reduction == Reduction.Mean && !meanOverElements) return loss.Sum() / Math.Max(1, prediction.Rank == 0 ? 1 : prediction.Shape[0]);
        return loss.Reduce(reduction);
    }
}
