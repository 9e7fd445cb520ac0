namespace Anneal.Nn;

/// <summary>Rises in a straight line from a share of the learning rate to the whole, which then stays.</summary>
public sealed class LinearWarmup : Schedule
{
    private readonly long steps;
    private readonly double start;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="steps">Steps of the rise.</param>
    /// <param name="start">The share at first, 0 to 1.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public LinearWarmup(Optimizer optimizer, long steps, double start = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        this.steps = steps;
        this.start = start;
        Start();
    }

    private protected override double RateAt(long step, double rate) => rate * (start + ((1 - start) * Math.Min(step, steps) / steps));
}
