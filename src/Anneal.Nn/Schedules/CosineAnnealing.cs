namespace Anneal.Nn;

/// <summary>Half a cosine from the full learning rate down to a minimum, which then stays.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016.</remarks>
public sealed class CosineAnnealing : Schedule
{
    private readonly long steps;
    private readonly double minimum;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="steps">Steps until the minimum.</param>
    /// <param name="minimum">The last learning rate.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CosineAnnealing(Optimizer optimizer, long steps, double minimum = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        this.steps = steps;
        this.minimum = minimum;
        Start();
    }

    private protected override double RateAt(long step, double rate) => Cosine(rate, minimum, Math.Min(1.0, (double)step / steps));
}
