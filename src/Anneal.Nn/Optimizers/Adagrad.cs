using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Divides each step by the root of all squared gradients so far: large steps for what is rare.</summary>
/// <remarks>
/// Duchi et al., "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Adagrad(model.Parameters(), learningRate: 1e-2);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class Adagrad : Optimizer
{
    private readonly UpdateList<Rule, AdagradSettings> updates = new();
    private readonly double learningRateDecay, initialAccumulator, epsilon;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="learningRateDecay">Step t has the rate divided by 1 + (t - 1) times this.</param>
    /// <param name="weightDecay">How strongly parameters are pulled to zero; joins the gradient.</param>
    /// <param name="initialAccumulator">The sum of squares at first.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public Adagrad(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double learningRateDecay = 0, double weightDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10)
        : this([new ParameterGroup(parameters)], learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon)
    {
    }

    /// <inheritdoc cref="Adagrad(IEnumerable{Tensor}, double, double, double, double, double)"/>
    public Adagrad(IEnumerable<ParameterGroup> groups, double learningRate = 1e-2, double learningRateDecay = 0, double weightDecay = 0, double initialAccumulator = 0, double epsilon = 1e-10)
        : base(groups, learningRate, weightDecay, "sum")
    {
        this.learningRateDecay = learningRateDecay;
        this.initialAccumulator = initialAccumulator;
        this.epsilon = epsilon;
    }

    private protected override Tensor? NewState(Tensor parameter, int state) => Tensor.Full(parameter.Shape, initialAccumulator, parameter.DType);

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            var settings = new AdagradSettings
            {
                LearningRate = slot.Group.LearningRate / (1 + ((slot.Steps - 1) * learningRateDecay)),
                WeightDecay = slot.Group.WeightDecay, Epsilon = epsilon, GradientScale = scale,
            };
            updates.Add(slot.Parameter, settings, slot.State[0]);
        }
        updates.Run();
    }

    private readonly struct Rule : IUpdateRule<AdagradSettings>
    {
        public static unsafe void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in AdagradSettings settings)
            where T : unmanaged => OptimizerSteps.Adagrad(parameter, gradient, first, length, settings);
    }
}
