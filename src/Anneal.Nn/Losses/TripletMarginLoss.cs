using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Brings an anchor nearer to a positive than to a negative by a margin: max(d(a, p) - d(a, n) + margin, 0).</summary>
/// <remarks>
/// Schroff et al., "FaceNet: A Unified Embedding for Face Recognition and Clustering", 2015; the swap: Balntas et al.,
/// "Learning Shallow Convolutional Feature Descriptors with Triplet Losses", 2016.
/// </remarks>
/// <example>
/// <code>
/// var loss = new TripletMarginLoss(margin: 0.5);
/// loss.Forward(anchor, positive, negative).Backward(); // each [32, 128]
/// </code>
/// </example>
public sealed class TripletMarginLoss
{
    private readonly double margin, p, epsilon;
    private readonly bool swap;
    private readonly Reduction reduction;

    /// <param name="margin">How much nearer.</param>
    /// <param name="p">The order of the distance: 2 for the straight line, 1 for the sum of differences.</param>
    /// <param name="epsilon">Added to every difference, so that equal vectors have a gradient.</param>
    /// <param name="swap">Also take the positive's distance to the negative, where that is the smaller one.</param>
    /// <param name="reduction">Mean, sum, or a loss for each triplet.</param>
    public TripletMarginLoss(double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false, Reduction reduction = Reduction.Mean)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(p);
        this.margin = margin;
        this.p = p;
        this.epsilon = epsilon;
        this.swap = swap;
        this.reduction = reduction;
    }

    /// <summary>The loss of vectors <c>[batch, size]</c>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative)
    {
        if (!anchor.Shape.Equals(positive.Shape) || !anchor.Shape.Equals(negative.Shape))
            throw new ArgumentException($"Triplet loss: the shapes {anchor.Shape}, {positive.Shape} and {negative.Shape} must be the same.");
        Tensor near = Distance(anchor, positive), far = Distance(anchor, negative);
        if (swap) far = far.Minimum(Distance(positive, negative));
        return (near - far + margin).Relu().Reduce(reduction);
    }

    private Tensor Distance(Tensor a, Tensor b) => (a - b + epsilon).Norm([-1], p);
}
