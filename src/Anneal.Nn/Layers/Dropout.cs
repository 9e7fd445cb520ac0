using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>While training, sets elements to zero at random and scales the others by 1 / (1 - p), so that the mean stays. Any shape.</summary>
/// <remarks>Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.</remarks>
/// <example>
/// <code>
/// var layer = new Dropout(0.1);
/// Tensor y = layer.Forward(x); // x itself after layer.Eval()
/// </code>
/// </example>
public sealed class Dropout : Module
{
    private readonly double probability;
    private readonly Generator generator;

    /// <param name="probability">The chance of an element to be dropped, 0 up to, not including, 1.</param>
    /// <param name="generator">Draws the elements; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside that range.</exception>
    public Dropout(double probability = 0.5, Generator? generator = null)
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout needs a probability from 0 up to, not including, 1.");
        this.probability = probability;
        this.generator = generator ?? Generator.Default;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        if (!IsTraining || probability == 0) return input;
        return Tensors.Operations.Dropout.Apply(input, probability, generator);
    }

    /// <inheritdoc/>
    protected override string Describe() => probability.ToString(CultureInfo.InvariantCulture);
}
