using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>For sequences whose labels have no times, such as speech: minus the logarithm of the probability that the frames spell the labels, over all alignments.</summary>
/// <remarks>Graves et al., "Connectionist Temporal Classification", 2006. Between two equal labels an alignment needs a blank.</remarks>
/// <example>
/// <code>
/// var loss = new CtcLoss(blank: 0);
/// loss.Forward(logits, labels, frameCounts, labelCounts).Backward(); // [200, 16, 30], [16, 40], [16], [16]
/// </code>
/// </example>
public sealed class CtcLoss
{
    private readonly int blank;
    private readonly bool zeroInfinity;
    private readonly Reduction reduction;

    /// <param name="blank">The class that spells nothing.</param>
    /// <param name="zeroInfinity">A target that can't be spelled in its frames has loss 0 instead of infinity, and no gradient.</param>
    /// <param name="reduction">Mean of the losses divided by the numbers of labels, their sum, or a loss for each sample.</param>
    public CtcLoss(int blank = 0, bool zeroInfinity = false, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blank);
        this.blank = blank;
        this.zeroInfinity = zeroInfinity;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="logits"><c>[time, batch, classes]</c>. Softmax is included; log-probabilities give the same.</param>
    /// <param name="targets"><c>[batch, longest]</c>, class numbers; what lies behind a target's length is not read.</param>
    /// <param name="inputLengths"><c>[batch]</c>: frames of each sample, at most time.</param>
    /// <param name="targetLengths"><c>[batch]</c>: labels of each sample, at most longest.</param>
    /// <exception cref="ArgumentException">Shapes don't fit, a length is too large, or a label is out of range or blank.</exception>
    public Tensor Forward(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths)
    {
        if (logits.Rank != 3) throw new ArgumentException($"CTC takes logits [time, batch, classes], not {logits.Shape}.", nameof(logits));
        int batch = logits.Shape[1], classes = logits.Shape[2];
        if (targets.Rank != 2 || targets.Shape[0] != batch) throw new ArgumentException($"CTC: the targets of {batch} samples must have shape [{batch}, longest], not {targets.Shape}.", nameof(targets));
        if (blank >= classes) throw new ArgumentException($"CTC: the blank is class {blank}, but there are {classes} classes.", nameof(logits));
        Tensor frames = Lengths(inputLengths, batch, logits.Shape[0], "frame count"), labels = Lengths(targetLengths, batch, targets.Shape[1], "label count");
        Tensor whole = targets.To(DType.Int64).Contiguous();
        CheckLabels(whole, labels, classes);

        Tensor losses = Ctc.Apply(logits, whole, frames, labels, blank, zeroInfinity);
        if (reduction != Reduction.Mean) return losses.Reduce(reduction);
        double[] counts = labels.ToArray<double>();
        return (losses / Tensor.From([.. counts.Select(c => Math.Max(1, c))], losses.Shape).To(losses.DType)).Mean();
    }

    private static Tensor Lengths(Tensor lengths, int batch, int most, string what)
    {
        if (lengths.Rank != 1 || lengths.Shape[0] != batch) throw new ArgumentException($"CTC: a {what} for each of {batch} samples is needed, not shape {lengths.Shape}.");
        return Labels.Checked(lengths, most + 1, "CTC", what);
    }

    private void CheckLabels(Tensor targets, Tensor counts, int classes)
    {
        ReadOnlySpan<long> values = targets.AsReadOnlySpan<long>(), lengths = counts.AsReadOnlySpan<long>();
        int longest = targets.Shape[1];
        for (int n = 0; n < lengths.Length; n++)
        {
            for (int i = 0; i < lengths[n]; i++)
            {
                long label = values[(n * longest) + i];
                if ((ulong)label >= (ulong)classes || label == blank)
                    throw new ArgumentException($"CTC: label {label} at position [{n}, {i}] must be a class from 0 to {classes - 1} other than the blank {blank}.");
            }
        }
    }
}
