using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Brings the last axes of every sample to mean 0 and variance 1, then scales and shifts: <c>[…, size]</c> stays <c>[…, size]</c>.</summary>
/// <remarks>
/// (x - mean) / sqrt(variance + epsilon) * weight + bias. State: <c>weight</c> and <c>bias</c>, shaped as the axes.
/// Ba et al., "Layer Normalization", 2016.
/// </remarks>
/// <example>
/// <code>
/// var layer = new LayerNorm([768]);
/// Tensor y = layer.Forward(x); // [32, 128, 768]
/// </code>
/// </example>
public sealed class LayerNorm : Module
{
    private readonly Shape shape;
    private readonly double epsilon;

    /// <param name="shape">The lengths of the axes that are normalised together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <exception cref="ArgumentException">There is no axis, or one is empty.</exception>
    public LayerNorm(Shape shape, double epsilon = 1e-5, bool affine = true)
    {
        if (shape.Rank == 0 || shape.ElementCount == 0) throw new ArgumentException($"LayerNorm needs at least one element to normalise, not a shape of {shape}.", nameof(shape));
        this.shape = shape;
        this.epsilon = epsilon;
        if (!affine) return;
        Weight = Register("weight", Initialize.NewWeight(shape, 1));
        Bias = Register("bias", Initialize.NewWeight(shape, 0));
    }

    /// <summary>What the normalised values are multiplied by, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>What is added after that, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't end in these axes.</exception>
    public override Tensor Forward(Tensor input) => Tensors.Operations.LayerNorm.Apply(input, shape, Weight, Bias, epsilon);

    /// <inheritdoc/>
    protected override string Describe() => shape.ToString();
}
