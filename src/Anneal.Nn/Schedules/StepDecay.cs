namespace Anneal.Nn;

/// <summary>Multiplies the learning rate by a factor every so many steps.</summary>
public sealed class StepDecay : Schedule
{
    private readonly long every;
    private readonly double factor;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="every">Steps between two changes.</param>
    /// <param name="factor">What each change multiplies by.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public StepDecay(Optimizer optimizer, long every, double factor = 0.1)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        this.every = every;
        this.factor = factor;
        Start();
    }

    private protected override double RateAt(long step, double rate) => rate * Math.Pow(factor, step / every);
}
