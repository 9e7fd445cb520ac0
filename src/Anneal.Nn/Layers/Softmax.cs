using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>e^x over the sum of e^x along an axis: numbers that add up to 1.</summary>
/// <example>
/// <code>
/// var layer = new Softmax();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class Softmax : Module
{
    private readonly int axis;

    /// <param name="axis">The axis of the classes; negative numbers count from the last.</param>
    public Softmax(int axis = -1) => this.axis = axis;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Softmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => "axis " + axis.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
