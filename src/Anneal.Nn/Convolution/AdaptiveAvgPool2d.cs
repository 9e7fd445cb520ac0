using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Means of windows that cut images of any size into the same number of parts: <c>[batch, channels, height, width]</c> becomes <c>[batch, channels, size]</c>.</summary>
/// <example>
/// <code>
/// Tensor y = new AdaptiveAvgPool2d(1).Forward(x); // [8, 512, 7, 7] -> [8, 512, 1, 1]
/// </code>
/// </example>
/// <param name="size">Height and width of the result.</param>
public sealed class AdaptiveAvgPool2d(Size2d size) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes.</exception>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool2d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}";
}
