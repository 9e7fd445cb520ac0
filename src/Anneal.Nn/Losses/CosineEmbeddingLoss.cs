using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Turns vectors that belong together the same way (1 - cosine), and others at least so far apart (cosine - margin, where positive).</summary>
/// <example>
/// <code>
/// var loss = new CosineEmbeddingLoss(margin: 0.2);
/// loss.Forward(a, b, target).Backward(); // [32, 128], [32, 128], [32] of 1 and -1
/// </code>
/// </example>
public sealed class CosineEmbeddingLoss
{
    private readonly double margin;
    private readonly Reduction reduction;

    /// <param name="margin">The cosine that unlike vectors may have, -1 to 1.</param>
    /// <param name="reduction">Mean, sum, or a loss for each pair.</param>
    public CosineEmbeddingLoss(double margin = 0, Reduction reduction = Reduction.Mean)
    {
        this.margin = margin;
        this.reduction = reduction;
    }

    /// <summary>The loss.</summary>
    /// <param name="first"><c>[batch, size]</c>.</param>
    /// <param name="second"><c>[batch, size]</c>.</param>
    /// <param name="target"><c>[batch]</c>: 1 for a pair that belongs together, -1 for one that doesn't.</param>
    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public Tensor Forward(Tensor first, Tensor second, Tensor target)
    {
        Tensor cosine = Similarity.Cosine(first, second, axis: -1, epsilon: 1e-12);
        if (!target.Shape.Equals(cosine.Shape)) throw new ArgumentException($"Cosine embedding: pairs of shape {first.Shape} need targets of shape {cosine.Shape}, not {target.Shape}.");
        Tensor apart = (cosine - margin).Relu();
        return Tensor.Where(target > 0, 1 - cosine, apart).Reduce(reduction);
    }
}
