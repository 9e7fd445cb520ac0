using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>x above zero, alpha (e^x - 1) below.</summary>
/// <remarks>Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015.</remarks>
/// <example>
/// <code>
/// var layer = new Elu();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Elu : Module
{
    private readonly double alpha;

    /// <param name="alpha">What it falls to, with a minus.</param>
    public Elu(double alpha = 1) => this.alpha = alpha;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Elu(alpha);

    /// <inheritdoc/>
    protected override string Describe() => alpha.ToString(CultureInfo.InvariantCulture);
}
