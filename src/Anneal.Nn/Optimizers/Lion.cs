using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Steps of one size along the sign of the momentum: half the memory of Adam.</summary>
/// <remarks>
/// Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023. Wants a learning rate 3 to 10 times smaller than AdamW, and a weight decay as much larger.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Lion(model.Parameters(), learningRate: 1e-4, weightDecay: 1);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class Lion : Optimizer
{
    private readonly UpdateList<Rule, LionSettings> updates = new();
    private readonly double beta1, beta2;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How much of the momentum is in a step.</param>
    /// <param name="beta2">How slowly the momentum changes.</param>
    /// <param name="weightDecay">The share, times the learning rate, that each step takes from a parameter.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public Lion(IEnumerable<Tensor> parameters, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, weightDecay)
    {
    }

    /// <inheritdoc cref="Lion(IEnumerable{Tensor}, double, double, double, double)"/>
    public Lion(IEnumerable<ParameterGroup> groups, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(groups, learningRate, weightDecay, "exp_avg")
    {
        this.beta1 = beta1;
        this.beta2 = beta2;
    }

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            var settings = new LionSettings
            {
                LearningRate = slot.Group.LearningRate, WeightDecay = slot.Group.WeightDecay, Beta1 = beta1, Beta2 = beta2, GradientScale = scale,
            };
            updates.Add(slot.Parameter, settings, slot.State[0]);
        }
        updates.Run();
    }

    private readonly struct Rule : IUpdateRule<LionSettings>
    {
        public static unsafe void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in LionSettings settings)
            where T : unmanaged => OptimizerSteps.Lion(parameter, gradient, first, length, settings);
    }
}
