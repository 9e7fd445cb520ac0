using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>1 / (1 + e^-x), element by element.</summary>
/// <example>
/// <code>
/// var layer = new Sigmoid();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Sigmoid();
}
