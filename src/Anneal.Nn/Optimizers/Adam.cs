using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Steps along the mean of the gradients, divided by the root of the mean of their squares.</summary>
/// <remarks>
/// Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2014.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Adam(model.Parameters(), learningRate: 1e-3);
/// optimizer.Step();
/// </code>
/// </example>
public class Adam : Optimizer
{
    private readonly UpdateList<Rule, AdamSettings> updates = new();
    private readonly double beta1, beta2, epsilon;
    private readonly bool decoupled;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How slowly the mean of the gradients changes.</param>
    /// <param name="beta2">How slowly the mean of their squares changes.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">How strongly parameters are pulled to zero; joins the gradient. <see cref="AdamW"/> keeps it apart.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public Adam(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc cref="Adam(IEnumerable{Tensor}, double, double, double, double, double)"/>
    public Adam(IEnumerable<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : this(groups, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: false)
    {
    }

    private protected Adam(IEnumerable<ParameterGroup> groups, double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool decoupled)
        : base(groups, learningRate, weightDecay, "exp_avg", "exp_avg_sq")
    {
        if (beta1 is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(beta1), beta1, "Betas go from 0 up to, not including, 1.");
        if (beta2 is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(beta2), beta2, "Betas go from 0 up to, not including, 1.");
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.decoupled = decoupled;
    }

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            var settings = new AdamSettings
            {
                LearningRate = slot.Group.LearningRate, WeightDecay = slot.Group.WeightDecay, Decoupled = decoupled,
                Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, StepNumber = slot.Steps, GradientScale = scale,
            };
            updates.Add(slot.Parameter, settings, slot.State[0], slot.State[1]);
        }
        updates.Run();
    }

    private readonly struct Rule : IUpdateRule<AdamSettings>
    {
        public static unsafe void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in AdamSettings settings)
            where T : unmanaged => OptimizerSteps.Adam(parameter, gradient, first, second, length, settings);
    }
}
