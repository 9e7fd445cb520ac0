using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The largest number of each window: <c>[batch, channels, height, width]</c> becomes <c>[batch, channels, outHeight, outWidth]</c>.</summary>
/// <example>
/// <code>
/// Tensor y = new MaxPool2d(kernel: 2).Forward(x); // [8, 16, 28, 28] -> [8, 16, 14, 14]
/// </code>
/// </example>
/// <param name="kernel">Height and width of the window, in pixels.</param>
/// <param name="stride">Steps from one window to the next; as large as the window when left out.</param>
/// <param name="padding">Rows and columns on each side that no window counts; 0 when left out.</param>
public sealed class MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes or is smaller than the window.</exception>
    public override Tensor Forward(Tensor input) => input.MaxPool2d(kernel, stride, padding);

    /// <inheritdoc/>
    protected override string Describe() => $"kernel {kernel}, stride {stride ?? kernel}, padding {padding ?? 0}";
}
