using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The mean of each window: <c>[batch, channels, height, width]</c> becomes <c>[batch, channels, outHeight, outWidth]</c>.</summary>
/// <example>
/// <code>
/// Tensor y = new AvgPool2d(kernel: 2).Forward(x); // [8, 16, 28, 28] -> [8, 16, 14, 14]
/// </code>
/// </example>
/// <param name="kernel">Height and width of the window, in pixels.</param>
/// <param name="stride">Steps from one window to the next; as large as the window when left out.</param>
/// <param name="padding">Rows and columns of zeros on each side; 0 when left out.</param>
/// <param name="countPadding">Whether these zeros count when the sum is divided.</param>
public sealed class AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool countPadding = true) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes or is smaller than the window.</exception>
    public override Tensor Forward(Tensor input) => input.AvgPool2d(kernel, stride, padding, countPadding);

    /// <inheritdoc/>
    protected override string Describe() => $"kernel {kernel}, stride {stride ?? kernel}, padding {padding ?? 0}";
}
