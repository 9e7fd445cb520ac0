namespace Anneal.Nn;

/// <summary>Multiplies the learning rate by a factor at given steps.</summary>
public sealed class MultiStepDecay : Schedule
{
    private readonly long[] milestones;
    private readonly double factor;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="milestones">The steps at which it changes.</param>
    /// <param name="factor">What each change multiplies by.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public MultiStepDecay(Optimizer optimizer, IEnumerable<long> milestones, double factor = 0.1)
        : base(optimizer)
    {
        this.milestones = [.. milestones];
        this.factor = factor;
        Start();
    }

    private protected override double RateAt(long step, double rate) => rate * Math.Pow(factor, milestones.Count(m => m <= step));
}
