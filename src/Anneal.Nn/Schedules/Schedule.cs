namespace Anneal.Nn;

/// <summary>Changes an optimizer's learning rates from step to step. What the groups have at its creation are the rates that it scales.</summary>
/// <remarks>
/// A schedule counts in whatever it is stepped in: batches or epochs.
/// <code>
/// var schedule = new CosineAnnealing(optimizer, steps: 10_000);
/// …
/// optimizer.Step();
/// schedule.Step();
/// </code>
/// </remarks>
public abstract class Schedule
{
    private readonly Optimizer optimizer;
    private readonly double[] baseRates;

    private protected Schedule(Optimizer optimizer)
    {
        this.optimizer = optimizer;
        baseRates = [.. optimizer.Groups.Select(g => g.LearningRate)];
    }

    /// <summary>Steps taken so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>Goes on to the next step and sets the learning rates that hold in it.</summary>
    public void Step() => GoTo(StepCount + 1);

    /// <summary>Numbers that a resumed run needs, by name.</summary>
    public virtual IReadOnlyDictionary<string, double> StateDict()
    {
        var state = new OrderedDictionary<string, double>(StringComparer.Ordinal) { ["step"] = StepCount };
        for (int g = 0; g < baseRates.Length; g++) state["base_rate." + g.ToString(System.Globalization.CultureInfo.InvariantCulture)] = baseRates[g];
        return state;
    }

    /// <summary>Goes back to a state that <see cref="StateDict"/> gave, and sets the learning rates that hold in it.</summary>
    /// <exception cref="ArgumentException">A number is missing: the state is that of another schedule.</exception>
    public virtual void LoadStateDict(IReadOnlyDictionary<string, double> state)
    {
        for (int g = 0; g < baseRates.Length; g++) baseRates[g] = Read(state, "base_rate." + g.ToString(System.Globalization.CultureInfo.InvariantCulture));
        GoTo((long)Read(state, "step"));
    }

    private protected static double Read(IReadOnlyDictionary<string, double> state, string name) =>
        state.TryGetValue(name, out double value) ? value : throw new ArgumentException($"The schedule's state has no '{name}'.", nameof(state));

    /// <summary>The learning rate that holds in a step, counted from 0, for a group whose rate was <paramref name="rate"/>.</summary>
    private protected abstract double RateAt(long step, double rate);

    /// <summary>Sets the rates of step 0. Called by a constructor when its fields are set.</summary>
    private protected void Start() => GoTo(0);

    private protected static double Cosine(double from, double to, double progress) => to + ((from - to) * (1 + Math.Cos(Math.PI * progress)) / 2);

    private void GoTo(long step)
    {
        StepCount = step;
        for (int g = 0; g < baseRates.Length; g++) optimizer.Groups[g].LearningRate = RateAt(step, baseRates[g]);
    }
}
