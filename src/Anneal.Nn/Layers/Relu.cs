using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>max(x, 0), element by element.</summary>
/// <example>
/// <code>
/// var layer = new Relu();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Relu : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Relu();
}
