using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>ln(1 + e^(beta x)) / beta: a smooth ReLU.</summary>
/// <example>
/// <code>
/// var layer = new Softplus();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Softplus : Module
{
    private readonly double beta;

    /// <param name="beta">How sharply it bends.</param>
    public Softplus(double beta = 1) => this.beta = beta;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Softplus(beta);

    /// <inheritdoc/>
    protected override string Describe() => beta.ToString(CultureInfo.InvariantCulture);
}
