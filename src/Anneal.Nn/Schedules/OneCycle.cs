namespace Anneal.Nn;

/// <summary>One rise to a peak and one long fall to far below the start.</summary>
/// <remarks>Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018. The rates that the groups had before don't matter.</remarks>
public sealed class OneCycle : Schedule
{
    private readonly double peak, low, last, riseEnd;
    private readonly long steps;
    private readonly bool linear;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="peak">The largest learning rate.</param>
    /// <param name="steps">Steps of the whole cycle.</param>
    /// <param name="warmupFraction">The share of the steps that the rise takes.</param>
    /// <param name="linear">Straight lines instead of half cosines.</param>
    /// <param name="startDivisor">The first rate is the peak divided by this.</param>
    /// <param name="endDivisor">The last rate is the first divided by this.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public OneCycle(Optimizer optimizer, double peak, long steps, double warmupFraction = 0.3, bool linear = false, double startDivisor = 25, double endDivisor = 1e4)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(startDivisor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(endDivisor);
        if (warmupFraction is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(warmupFraction), warmupFraction, "The rise takes a share of the steps, 0 to 1.");
        this.peak = peak;
        this.steps = steps;
        this.linear = linear;
        low = peak / startDivisor;
        last = low / endDivisor;
        riseEnd = (warmupFraction * steps) - 1;
        Start();
    }

    private protected override double RateAt(long step, double rate)
    {
        step = Math.Min(step, steps - 1);
        return step <= riseEnd
            ? Between(low, peak, step / riseEnd)
            : Between(peak, last, (step - riseEnd) / (steps - 1 - riseEnd));
    }

    private double Between(double from, double to, double progress) => linear ? from + ((to - from) * progress) : Cosine(from, to, progress);
}
