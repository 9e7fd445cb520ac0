using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>What a network's training makes small: cross-entropy, binary cross-entropy for each class, or the squared error of the standardised label.</summary>
/// <param name="link">What the labels are.</param>
/// <param name="labelSmoothing">Share of a class's weight that is spread over all classes.</param>
/// <param name="focalGamma">Strength of focal loss; 0 for none.</param>
internal sealed class Objective(OutputLink link, double labelSmoothing, double focalGamma)
{
    /// <summary>The mean loss of a batch, to be learnt from.</summary>
    /// <param name="output">What the network gave, [rows, outputs].</param>
    /// <param name="labels">All labels.</param>
    /// <param name="rows">The batch's places among them.</param>
    /// <param name="weights">How much each of all rows counts, or null.</param>
    public Tensor Loss(Tensor output, Labels labels, ReadOnlySpan<int> rows, float[]? weights)
    {
        if (weights is null) return Choose(Reduction.Mean).Forward(output, Target(labels, rows));
        float[] batch = new float[rows.Length];
        for (int i = 0; i < batch.Length; i++) batch[i] = weights[rows[i]];
        Tensor each = Choose(Reduction.None).Forward(output, Target(labels, rows));
        if (each.Rank > 1) each = each.Mean(axis: 1);
        return (each * Tensor.From(batch, [batch.Length])).Mean();
    }

    /// <summary>The mean loss of rows as it is measured: no smoothing, no focus, no weights.</summary>
    public double Measure(Tensor output, Labels labels, ReadOnlySpan<int> rows) =>
        new Objective(link, labelSmoothing: 0, focalGamma: 0).Choose(Reduction.Mean).Forward(output, Target(labels, rows)).Item();

    private Loss Choose(Reduction reduction) => link.Kind switch
    {
        LabelKind.Number => new MseLoss(reduction),
        LabelKind.ManyClasses when focalGamma > 0 => new BinaryFocalLoss(gamma: focalGamma, reduction: reduction),
        LabelKind.ManyClasses => new BinaryCrossEntropyWithLogitsLoss(reduction: reduction),
        _ when focalGamma > 0 => new FocalLoss(focalGamma, reduction: reduction),
        _ => new CrossEntropyLoss(labelSmoothing: labelSmoothing, reduction: reduction),
    };

    private Tensor Target(Labels labels, ReadOnlySpan<int> rows)
    {
        if (labels.Kind == LabelKind.OneClass)
        {
            int[] classes = new int[rows.Length];
            for (int i = 0; i < classes.Length; i++) classes[i] = labels.Classes[rows[i]];
            return Tensor.From(classes, [classes.Length]);
        }

        int width = labels.Outputs;
        float[] values = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k < width; k++)
            {
                float value = labels.Values[(rows[i] * width) + k];
                values[(i * width) + k] = link.Kind == LabelKind.Number ? (float)((value - link.Mean) / link.Deviation) : value;
            }
        }

        return Tensor.From(values, [rows.Length, width]);
    }
}
