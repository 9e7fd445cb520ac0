using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>x sigmoid(x), element by element; also called swish.</summary>
/// <remarks>Elfwing et al., "Sigmoid-Weighted Linear Units", 2017.</remarks>
/// <example>
/// <code>
/// var layer = new Silu();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Silu : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Silu();
}
