using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Divides each step by a running root mean square of the gradients.</summary>
/// <remarks>
/// Hinton, "Neural Networks for Machine Learning", lecture 6e, 2012; centred on the mean of the gradients: Graves,
/// "Generating Sequences With Recurrent Neural Networks", 2013.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new RmsProp(model.Parameters(), learningRate: 1e-3);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class RmsProp : Optimizer
{
    private readonly UpdateList<Rule, RmsPropSettings> updates = new();
    private readonly double alpha, epsilon, momentum;
    private readonly bool centered;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="alpha">How slowly the mean of the squares changes.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">How strongly parameters are pulled to zero; joins the gradient.</param>
    /// <param name="momentum">How much of the last step goes on.</param>
    /// <param name="centered">Divide by the standard deviation instead.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public RmsProp(IEnumerable<Tensor> parameters, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false)
        : this([new ParameterGroup(parameters)], learningRate, alpha, epsilon, weightDecay, momentum, centered)
    {
    }

    /// <inheritdoc cref="RmsProp(IEnumerable{Tensor}, double, double, double, double, double, bool)"/>
    public RmsProp(IEnumerable<ParameterGroup> groups, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0, bool centered = false)
        : base(groups, learningRate, weightDecay, "square_avg", "grad_avg", "momentum_buffer")
    {
        this.alpha = alpha;
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.centered = centered;
    }

    private protected override Tensor? NewState(Tensor parameter, int state) =>
        (state == 1 && !centered) || (state == 2 && momentum == 0) ? null : base.NewState(parameter, state);

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            var settings = new RmsPropSettings
            {
                LearningRate = slot.Group.LearningRate, WeightDecay = slot.Group.WeightDecay, Alpha = alpha, Epsilon = epsilon, Momentum = momentum, GradientScale = scale,
            };
            updates.Add(slot.Parameter, settings, slot.State[0], slot.State[1], slot.State[2]);
        }
        updates.Run();
    }

    private readonly struct Rule : IUpdateRule<RmsPropSettings>
    {
        public static unsafe void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in RmsPropSettings settings)
            where T : unmanaged => OptimizerSteps.RmsProp(parameter, gradient, first, second, third, length, settings);
    }
}
