using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Largest numbers of windows that cut images of any size into the same number of parts: <c>[batch, channels, height, width]</c> becomes <c>[batch, channels, size]</c>.</summary>
/// <example>
/// <code>
/// Tensor y = new AdaptiveMaxPool2d((2, 3)).Forward(x); // [8, 512, 7, 7] -> [8, 512, 2, 3]
/// </code>
/// </example>
/// <param name="size">Height and width of the result.</param>
public sealed class AdaptiveMaxPool2d(Size2d size) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes.</exception>
    public override Tensor Forward(Tensor input) => input.AdaptiveMaxPool2d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}";
}
