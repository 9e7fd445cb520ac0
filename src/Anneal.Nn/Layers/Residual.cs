using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>x + inner(x): a module that learns what to add. The inner module's name is <c>inner</c>.</summary>
/// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2015.</remarks>
/// <example>
/// <code>
/// var layer = new Residual(new Sequential(new Linear(64, 64), new Tanh()));
/// Tensor y = layer.Forward(x); // [32, 64] -> [32, 64]
/// </code>
/// </example>
public sealed class Residual : Module
{
    private readonly Module inner;

    /// <param name="inner">Must give back the shape that it gets.</param>
    public Residual(Module inner) => this.inner = Register("inner", inner);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The inner module changed the shape.</exception>
    public override Tensor Forward(Tensor input)
    {
        Tensor change = inner.Forward(input);
        if (!change.Shape.Equals(input.Shape)) throw new ArgumentException($"Residual: the inner module made {change.Shape} of {input.Shape}; it must keep the shape.");
        Tensor sum = input + change;
        if (!ReferenceEquals(change, input)) TensorScope.GiveBack(change);
        return sum;
    }
}
