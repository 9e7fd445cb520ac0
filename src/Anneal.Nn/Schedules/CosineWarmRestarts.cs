namespace Anneal.Nn;

/// <summary>Half a cosine down to a minimum, then again from the top, each time over a longer stretch.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2016.</remarks>
public sealed class CosineWarmRestarts : Schedule
{
    private readonly long first;
    private readonly int growth;
    private readonly double minimum;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="first">Steps of the first stretch.</param>
    /// <param name="growth">How many times as long each stretch is as the one before.</param>
    /// <param name="minimum">The learning rate that a stretch falls to.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public CosineWarmRestarts(Optimizer optimizer, long first, int growth = 1, double minimum = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(growth, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        this.first = first;
        this.growth = growth;
        this.minimum = minimum;
        Start();
    }

    private protected override double RateAt(long step, double rate)
    {
        long length = first, position = growth == 1 ? step % first : step;
        while (position >= length)
        {
            position -= length;
            length *= growth;
        }
        return Cosine(rate, minimum, (double)position / length);
    }
}
