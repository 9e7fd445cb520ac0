namespace Anneal.Nn;

/// <summary>Multiplies the learning rate by a factor when a measure has stopped getting better.</summary>
/// <example>
/// <code>
/// var schedule = new ReduceOnPlateau(optimizer, patience: 3);
/// schedule.Step(validationLoss); // after every epoch
/// </code>
/// </example>
public sealed class ReduceOnPlateau
{
    private const double SmallestChange = 1e-8;

    private readonly Optimizer optimizer;
    private readonly double factor, threshold, minimum;
    private readonly int patience, cooldown;
    private readonly bool maximize, absolute;
    private double best;
    private int badSteps, coolingSteps;

    /// <param name="optimizer">Whose learning rates are set.</param>
    /// <param name="factor">What a change multiplies by, below 1.</param>
    /// <param name="patience">Steps without anything better that are put up with.</param>
    /// <param name="threshold">How much better counts as better.</param>
    /// <param name="absolute">The threshold is a difference, not a share of the best so far.</param>
    /// <param name="cooldown">Steps after a change in which nothing is counted.</param>
    /// <param name="minimum">No rate goes below this.</param>
    /// <param name="maximize">Larger is better, as with accuracy.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public ReduceOnPlateau(
        Optimizer optimizer, double factor = 0.1, int patience = 10, double threshold = 1e-4, bool absolute = false, int cooldown = 0, double minimum = 0, bool maximize = false)
    {
        if (factor is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must lie between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        this.optimizer = optimizer;
        this.factor = factor;
        this.patience = patience;
        this.threshold = threshold;
        this.absolute = absolute;
        this.cooldown = cooldown;
        this.minimum = minimum;
        this.maximize = maximize;
        best = maximize ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>Takes the measure of the step that ended and sets the learning rates of the next.</summary>
    /// <returns>True when they were changed.</returns>
    public bool Step(double measure)
    {
        if (IsBetter(measure))
        {
            best = measure;
            badSteps = 0;
        }
        else
        {
            badSteps++;
        }
        if (coolingSteps > 0)
        {
            coolingSteps--;
            badSteps = 0;
        }
        if (badSteps <= patience) return false;
        coolingSteps = cooldown;
        badSteps = 0;
        bool changed = false;
        foreach (ParameterGroup group in optimizer.Groups)
        {
            double next = Math.Max(group.LearningRate * factor, minimum);
            if (group.LearningRate - next <= SmallestChange) continue;
            group.LearningRate = next;
            changed = true;
        }
        return changed;
    }

    /// <summary>Numbers that a resumed run needs, by name. The learning rates are in the optimizer's state.</summary>
    public IReadOnlyDictionary<string, double> StateDict() => new OrderedDictionary<string, double>(StringComparer.Ordinal)
    {
        ["best"] = best, ["bad_steps"] = badSteps, ["cooling_steps"] = coolingSteps,
    };

    /// <summary>Goes back to a state that <see cref="StateDict"/> gave.</summary>
    /// <exception cref="ArgumentException">A number is missing: the state is that of another schedule.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, double> state)
    {
        best = Read("best");
        badSteps = (int)Read("bad_steps");
        coolingSteps = (int)Read("cooling_steps");

        double Read(string name) => state.TryGetValue(name, out double value) ? value : throw new ArgumentException($"The schedule's state has no '{name}'.", nameof(state));
    }

    private bool IsBetter(double measure)
    {
        double margin = absolute ? threshold : double.IsInfinity(best) ? 0 : threshold * Math.Abs(best);
        return maximize ? measure > best + margin : measure < best - margin;
    }
}
