using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Changes parameters along their gradients.</summary>
/// <remarks>
/// A step allocates nothing once each parameter has been changed for the first time. Parameters without a gradient are
/// left as they are. The state dict holds what a resumed run needs to reach the same bits.
/// </remarks>
public abstract class Optimizer
{
    private readonly List<Slot> slots = [];
    private readonly List<Slot> active = [];

    private protected Optimizer(IEnumerable<ParameterGroup> groups, double learningRate, double weightDecay, params ReadOnlySpan<string> stateNames)
    {
        if (learningRate is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be zero or more.");
        if (weightDecay is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(weightDecay), weightDecay, "The weight decay must be zero or more.");
        Groups = [.. groups];
        StateNames = stateNames.ToArray();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ParameterGroup group in Groups)
        {
            group.LearningRate = group.OwnLearningRate ?? learningRate;
            group.WeightDecay = group.OwnWeightDecay ?? weightDecay;
            foreach (Tensor parameter in group.Parameters)
            {
                if (!parameter.IsLeaf || !parameter.DType.IsDifferentiable() || !parameter.IsContiguous)
                    throw new ArgumentException($"A {parameter.DType} tensor of shape {parameter.Shape} can't be trained: parameters are contiguous float32 or float64 tensors that no operation made.");
                if (!seen.Add(parameter)) throw new ArgumentException($"The parameter of shape {parameter.Shape} is in two places of the optimizer's groups.");
                slots.Add(new Slot(parameter, group, StateNames.Length));
            }
        }
        if (slots.Count == 0) throw new ArgumentException("There are no parameters to train.");
    }

    /// <summary>The parameters with their learning rates and weight decays.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of the first group; setting it sets that of all groups.</summary>
    public double LearningRate
    {
        get => Groups[0].LearningRate;
        set
        {
            foreach (ParameterGroup group in Groups) group.LearningRate = value;
        }
    }

    private protected string[] StateNames { get; }

    /// <summary>The largest norm that all gradients together may have: a step scales them down to it as it reads them. Null for no limit.</summary>
    /// <remarks>As <see cref="GradientClipping.ClipByNorm"/>, but without another pass over the gradients, which stay as they are.</remarks>
    public double? MaxGradientNorm { get; set; }

    /// <summary>The norm over all gradients in the last step, if <see cref="MaxGradientNorm"/> was set.</summary>
    public double LastGradientNorm { get; private set; }

    /// <summary>Changes every parameter that has a gradient.</summary>
    public void Step()
    {
        active.Clear();
        double scale = 1;
        foreach (Slot slot in slots)
        {
            if (slot.Parameter.Gradient is null) continue;
            if (!slot.Parameter.Gradient.IsContiguous) slot.Parameter.Gradient = slot.Parameter.Gradient.Contiguous();
            if (slot.IsFresh) CreateState(slot);
            slot.Steps++;
            slot.Parameter.MarkChanged("the optimizer's step");
            active.Add(slot);
        }
        if (active.Count == 0) return;
        if (MaxGradientNorm is { } limit)
        {
            double squares = 0;
            foreach (Slot slot in active) squares += GradientClipping.SumOfSquares(slot.Parameter.Gradient!);
            LastGradientNorm = Math.Sqrt(squares);
            scale = GradientClipping.ScaleFor(LastGradientNorm, limit);
        }
        using (Gradients.NoGrad()) Update(active, scale);
        active.Clear();
    }

    /// <summary>Forgets all gradients and gives their buffers back.</summary>
    public void ZeroGradient()
    {
        foreach (Slot slot in slots) slot.Parameter.ClearGradient();
    }

    /// <summary>What a resumed run needs: for parameter i <c>i.step</c> and <c>i.NAME</c> for each moment, for group g <c>group.g.learning_rate</c> and <c>group.g.weight_decay</c>.</summary>
    /// <remarks>The moments are the optimizer's own tensors, not copies.</remarks>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (int g = 0; g < Groups.Count; g++)
        {
            state.Add(Name("group", g, "learning_rate"), Tensor.Scalar(Groups[g].LearningRate));
            state.Add(Name("group", g, "weight_decay"), Tensor.Scalar(Groups[g].WeightDecay));
        }
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i].IsFresh) continue;
            state.Add(Name(i, "step"), Tensor.Scalar(slots[i].Steps));
            for (int s = 0; s < StateNames.Length; s++)
                if (slots[i].State[s] is { } value) state.Add(Name(i, StateNames[s]), value);
        }
        return state;
    }

    /// <summary>Goes back to a state that <see cref="StateDict"/> gave, of an optimizer over the same parameters.</summary>
    /// <exception cref="ArgumentException">The state belongs to other parameters, or to another kind of optimizer.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        var expected = new HashSet<string>(StringComparer.Ordinal);
        for (int g = 0; g < Groups.Count; g++)
        {
            expected.Add(Name("group", g, "learning_rate"));
            expected.Add(Name("group", g, "weight_decay"));
        }
        for (int i = 0; i < slots.Count; i++)
        {
            expected.Add(Name(i, "step"));
            foreach (string name in StateNames) expected.Add(Name(i, name));
        }
        if (state.Keys.FirstOrDefault(k => !expected.Contains(k)) is { } unknown)
            throw new ArgumentException($"The state has '{unknown}', which {GetType().Name} over {slots.Count} parameters doesn't know.", nameof(state));

        for (int i = 0; i < slots.Count; i++)
        {
            Slot slot = slots[i];
            if (!state.TryGetValue(Name(i, "step"), out Tensor? steps)) continue;
            CreateState(slot);
            for (int s = 0; s < StateNames.Length; s++)
            {
                if (slot.State[s] is not { } own) continue;
                if (!state.TryGetValue(Name(i, StateNames[s]), out Tensor? value)) throw new ArgumentException($"The state has no '{Name(i, StateNames[s])}'.", nameof(state));
                if (!value.Shape.Equals(own.Shape)) throw new ArgumentException($"'{Name(i, StateNames[s])}' has shape {value.Shape} in the state, but {own.Shape} here.", nameof(state));
                own.CopyFrom(value);
            }
            slot.Steps = steps.Item<long>();
        }
        for (int g = 0; g < Groups.Count; g++)
        {
            if (state.TryGetValue(Name("group", g, "learning_rate"), out Tensor? rate)) Groups[g].LearningRate = rate.Item<double>();
            if (state.TryGetValue(Name("group", g, "weight_decay"), out Tensor? decay)) Groups[g].WeightDecay = decay.Item<double>();
        }
    }

    /// <summary>Changes the parameters of these slots; their steps are already counted. Gradients are multiplied by the scale.</summary>
    private protected abstract void Update(List<Slot> active, double scale);

    /// <summary>The moment of this number for a parameter, before its first step; null if it needs none.</summary>
    private protected virtual Tensor? NewState(Tensor parameter, int state) => Tensor.Zeros(parameter.Shape, parameter.DType);

    private void CreateState(Slot slot)
    {
        for (int s = 0; s < StateNames.Length; s++)
        {
            if (slot.State[s] is not null || NewState(slot.Parameter, s) is not { } moment) continue;
            TensorScope.KeepForever(moment);
            slot.State[s] = moment;
        }
        slot.IsFresh = false;
    }

    private static string Name(int parameter, string what) => string.Create(CultureInfo.InvariantCulture, $"{parameter}.{what}");

    private static string Name(string kind, int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{number}.{what}");

    /// <summary>A parameter with what the optimizer remembers about it.</summary>
    private protected sealed class Slot(Tensor parameter, ParameterGroup group, int states)
    {
        public Tensor Parameter { get; } = parameter;

        public ParameterGroup Group { get; } = group;

        public Tensor?[] State { get; } = new Tensor?[states];

        public long Steps { get; set; }

        public bool IsFresh { get; set; } = true;
    }
}
