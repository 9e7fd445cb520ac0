using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The hyperbolic tangent, element by element.</summary>
/// <example>
/// <code>
/// var layer = new Tanh();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Tanh();
}
