using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The largest number of each window: <c>[batch, channels, length]</c> becomes <c>[batch, channels, outLength]</c>.</summary>
/// <example>
/// <code>
/// Tensor y = new MaxPool1d(kernel: 2).Forward(x); // [8, 16, 100] -> [8, 16, 50]
/// </code>
/// </example>
/// <param name="kernel">Length of the window.</param>
/// <param name="stride">Steps from one window to the next; as long as the window when left out.</param>
/// <param name="padding">Places on either side that no window counts.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have three axes or is shorter than the window.</exception>
    public override Tensor Forward(Tensor input) => input.MaxPool1d(kernel, stride, padding);

    /// <inheritdoc/>
    protected override string Describe() => $"kernel {kernel}, stride {stride ?? kernel}, padding {padding}";
}
