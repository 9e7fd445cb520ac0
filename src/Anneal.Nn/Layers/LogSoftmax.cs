using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The logarithm of softmax along an axis, without the rounding of either.</summary>
/// <example>
/// <code>
/// var layer = new LogSoftmax();
/// Tensor y = layer.Forward(x); // any shape
/// </code>
/// </example>
public sealed class LogSoftmax : Module
{
    private readonly int axis;

    /// <param name="axis">The axis of the classes; negative numbers count from the last.</param>
    public LogSoftmax(int axis = -1) => this.axis = axis;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LogSoftmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => "axis " + axis.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
