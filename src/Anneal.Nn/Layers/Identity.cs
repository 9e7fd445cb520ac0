using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>What goes in: a place in a model where another module may come.</summary>
/// <example>
/// <code>
/// Module shortcut = sameShape ? new Identity() : new Linear(64, 128);
/// Tensor y = shortcut.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input;
}
