using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Adam's second moment kept as row and column means: almost no memory beside the parameters.</summary>
/// <remarks>
/// Shazeer and Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", 2018, with the options of the
/// Hugging Face implementation. A tensor of two or more axes is factored over its last two.
/// Without a learning rate the step is min(0.01, 1 / sqrt(t)).
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Adafactor(model.Parameters());
/// optimizer.Step();
/// </code>
/// </example>
public sealed class Adafactor : Optimizer
{
    private readonly double epsilon, leastScale, clipThreshold, decayRate;
    private readonly double? beta1;
    private readonly bool relativeStep, scaleParameter, warmup;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step; null to derive it from the number of the step.</param>
    /// <param name="epsilon">Added to the squared gradient.</param>
    /// <param name="leastScale">The smallest scale of a parameter that steps are measured by.</param>
    /// <param name="clipThreshold">The largest root mean square of an update.</param>
    /// <param name="decayRate">The mean of the squares keeps 1 - t^decayRate of itself.</param>
    /// <param name="beta1">How slowly the mean of the updates changes; null for none, which saves its memory.</param>
    /// <param name="weightDecay">The share, times the size of the step, that each step takes from a parameter.</param>
    /// <param name="scaleParameter">Measure steps by the root mean square of the parameter.</param>
    /// <param name="warmup">Without a learning rate: let the steps grow by 1e-6 each at first.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public Adafactor(
        IEnumerable<Tensor> parameters, double? learningRate = null, double epsilon = 1e-30, double leastScale = 1e-3, double clipThreshold = 1,
        double decayRate = -0.8, double? beta1 = null, double weightDecay = 0, bool scaleParameter = true, bool warmup = false)
        : this([new ParameterGroup(parameters)], learningRate, epsilon, leastScale, clipThreshold, decayRate, beta1, weightDecay, scaleParameter, warmup)
    {
    }

    /// <inheritdoc cref="Adafactor(IEnumerable{Tensor}, double?, double, double, double, double, double?, double, bool, bool)"/>
    public Adafactor(
        IEnumerable<ParameterGroup> groups, double? learningRate = null, double epsilon = 1e-30, double leastScale = 1e-3, double clipThreshold = 1,
        double decayRate = -0.8, double? beta1 = null, double weightDecay = 0, bool scaleParameter = true, bool warmup = false)
        : base(groups, learningRate ?? 0, weightDecay, "exp_avg_sq_row", "exp_avg_sq_col", "exp_avg_sq", "exp_avg")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clipThreshold);
        relativeStep = learningRate is null;
        this.epsilon = epsilon;
        this.leastScale = leastScale;
        this.clipThreshold = clipThreshold;
        this.decayRate = decayRate;
        this.beta1 = beta1;
        this.scaleParameter = scaleParameter;
        this.warmup = warmup;
    }

    private protected override Tensor? NewState(Tensor parameter, int state)
    {
        bool factored = parameter.Rank >= 2;
        return state switch
        {
            0 => factored ? Tensor.Zeros(parameter.Shape.Without(-1), parameter.DType) : null,
            1 => factored ? Tensor.Zeros(parameter.Shape.Without(-2), parameter.DType) : null,
            2 => factored ? null : Tensor.Zeros(parameter.Shape, parameter.DType),
            _ => beta1 is null ? null : Tensor.Zeros(parameter.Shape, parameter.DType),
        };
    }

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            using var scope = new TensorScope();
            Update(slot, scale == 1 ? slot.Parameter.Gradient! : slot.Parameter.Gradient! * scale);
        }
    }

    private void Update(Slot slot, Tensor gradient)
    {
        Tensor parameter = slot.Parameter.Detach();
        double size = relativeStep ? Math.Min(warmup ? 1e-6 * slot.Steps : 1e-2, 1 / Math.Sqrt(slot.Steps)) : slot.Group.LearningRate;
        if (scaleParameter) size *= Math.Max(leastScale, RootMeanSquare(parameter));

        double decay = 1 - Math.Pow(slot.Steps, decayRate);
        Tensor squared = gradient.Square() + epsilon;
        Tensor update;
        if (slot.State[0] is { } rows && slot.State[1] is { } columns)
        {
            rows.LerpInPlace(squared.Mean(-1), 1 - decay);
            columns.LerpInPlace(squared.Mean(-2), 1 - decay);

            // 1 / sqrt(row * column / mean of the rows), as two factors
            Tensor byRow = (rows / rows.Mean(-1, keepAxis: true)).Rsqrt().Unsqueeze(-1), byColumn = columns.Rsqrt().Unsqueeze(-2);
            update = gradient * byRow * byColumn;
        }
        else
        {
            update = gradient * slot.State[2]!.LerpInPlace(squared, 1 - decay).Rsqrt();
        }
        update *= size / Math.Max(1, RootMeanSquare(update) / clipThreshold);
        if (beta1 is { } keep) update = slot.State[3]!.LerpInPlace(update, 1 - keep);
        if (slot.Group.WeightDecay != 0) parameter.MultiplyInPlace(1 - (slot.Group.WeightDecay * size));
        parameter.SubtractInPlace(update);
    }

    private static double RootMeanSquare(Tensor x) => Math.Sqrt(x.Square().Mean().Item<double>());
}
