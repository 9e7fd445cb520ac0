namespace Anneal.Nn;

/// <summary>Rises from zero in a straight line, then falls in a straight line to zero.</summary>
public sealed class LinearWithWarmup : Schedule
{
    private readonly long steps, warmup;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="steps">Steps until zero, the rise included.</param>
    /// <param name="warmup">Steps of the rise.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public LinearWithWarmup(Optimizer optimizer, long steps, long warmup)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(steps, warmup);
        this.steps = steps;
        this.warmup = warmup;
        Start();
    }

    private protected override double RateAt(long step, double rate) => step < warmup
        ? rate * step / warmup
        : rate * Math.Max(0.0, (double)(steps - step) / (steps - warmup));
}
