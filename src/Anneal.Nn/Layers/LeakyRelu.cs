using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>x above zero, slope times x below.</summary>
/// <remarks>Maas et al., "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.</remarks>
/// <example>
/// <code>
/// var layer = new LeakyRelu(0.2);
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class LeakyRelu : Module
{
    private readonly double slope;

    /// <param name="slope">The factor below zero.</param>
    public LeakyRelu(double slope = 0.01) => this.slope = slope;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LeakyRelu(slope);

    /// <inheritdoc/>
    protected override string Describe() => slope.ToString(CultureInfo.InvariantCulture);
}
