namespace Anneal.Nn;

/// <summary>Rises from zero in a straight line, then falls along half a cosine to a minimum, which then stays.</summary>
public sealed class CosineWithWarmup : Schedule
{
    private readonly long steps, warmup;
    private readonly double minimum;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="steps">Steps until the minimum, the rise included.</param>
    /// <param name="warmup">Steps of the rise.</param>
    /// <param name="minimum">The last learning rate.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CosineWithWarmup(Optimizer optimizer, long steps, long warmup, double minimum = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(steps, warmup);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        this.steps = steps;
        this.warmup = warmup;
        this.minimum = minimum;
        Start();
    }

    private protected override double RateAt(long step, double rate) => step < warmup
        ? rate * step / warmup
        : Cosine(rate, minimum, Math.Min(1.0, (double)(step - warmup) / (steps - warmup)));
}
