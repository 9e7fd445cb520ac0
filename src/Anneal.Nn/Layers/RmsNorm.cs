using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Divides the last axis of every sample by its root mean square, then scales: <c>[…, size]</c> stays <c>[…, size]</c>.</summary>
/// <remarks>
/// x / sqrt(mean(x^2) + epsilon) * weight. State: <c>weight [size]</c>.
/// Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019.
/// </remarks>
/// <example>
/// <code>
/// var layer = new RmsNorm(2048);
/// Tensor y = layer.Forward(x); // [1, 128, 2048]
/// </code>
/// </example>
public sealed class RmsNorm : Module
{
    private readonly double epsilon;

    /// <param name="size">The length of the last axis.</param>
    /// <param name="epsilon">Added to the mean of the squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public RmsNorm(int size, double epsilon = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        this.epsilon = epsilon;
        Weight = Register("weight", Initialize.NewWeight(Shape.Of(size), 1));
    }

    /// <summary>What the normalised values are multiplied by.</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't end in this size.</exception>
    public override Tensor Forward(Tensor input) => Tensors.Operations.RmsNorm.Apply(input, Weight, epsilon);

    /// <inheritdoc/>
    protected override string Describe() => Weight.Shape.ToString();
}
