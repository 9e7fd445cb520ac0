using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Joins axes into one: <c>[batch, 3, 8, 8]</c> becomes <c>[batch, 192]</c>. Copies nothing if the input is contiguous.</summary>
/// <example>
/// <code>
/// var layer = new Flatten();
/// Tensor rows = layer.Forward(images); // [32, 1, 28, 28] -> [32, 784]
/// </code>
/// </example>
public sealed class Flatten : Module
{
    private readonly int first, last;

    /// <param name="first">The first axis to be joined.</param>
    /// <param name="last">The last axis to be joined; negative numbers count from the last.</param>
    public Flatten(int first = 1, int last = -1)
    {
        this.first = first;
        this.last = last;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has no such axes.</exception>
    public override Tensor Forward(Tensor input) => input.Flatten(first, last);
}
