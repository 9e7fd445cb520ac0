namespace Anneal.Nn;

/// <summary>Multiplies the learning rate by a factor at every step.</summary>
public sealed class ExponentialDecay : Schedule
{
    private readonly double factor;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="factor">What each step multiplies by.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public ExponentialDecay(Optimizer optimizer, double factor)
        : base(optimizer)
    {
        this.factor = factor;
        Start();
    }

    private protected override double RateAt(long step, double rate) => rate * Math.Pow(factor, step);
}
