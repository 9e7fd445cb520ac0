using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Stochastic gradient descent, with momentum and Nesterov's form of it.</summary>
/// <remarks>
/// v = momentum v + (1 - dampening) g; p -= lr v, or lr (g + momentum v) with Nesterov. Weight decay is added to the
/// gradient. Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new Sgd(model.Parameters(), learningRate: 0.1, momentum: 0.9);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class Sgd : Optimizer
{
    private readonly UpdateList<Rule, SgdSettings> updates = new();
    private readonly double momentum, dampening;
    private readonly bool nesterov;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="momentum">How much of the last step goes on, 0 up to, not including, 1.</param>
    /// <param name="dampening">How much less of the gradient joins the momentum.</param>
    /// <param name="weightDecay">How strongly parameters are pulled to zero; joins the gradient.</param>
    /// <param name="nesterov">Look ahead by one step of momentum.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : this([new ParameterGroup(parameters)], learningRate, momentum, dampening, weightDecay, nesterov)
    {
    }

    /// <inheritdoc cref="Sgd(IEnumerable{Tensor}, double, double, double, double, bool)"/>
    public Sgd(IEnumerable<ParameterGroup> groups, double learningRate, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : base(groups, learningRate, weightDecay, momentum == 0 ? [] : ["momentum_buffer"])
    {
        if (momentum is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum goes from 0 up to, not including, 1.");
        if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov's form needs a momentum and no dampening.", nameof(nesterov));
        this.momentum = momentum;
        this.dampening = dampening;
        this.nesterov = nesterov;
    }

    private protected override void Update(List<Slot> active, double scale)
    {
        foreach (Slot slot in active)
        {
            var settings = new SgdSettings
            {
                LearningRate = slot.Group.LearningRate, WeightDecay = slot.Group.WeightDecay, Momentum = momentum, Dampening = dampening,
                Nesterov = nesterov, FirstStep = slot.Steps == 1, GradientScale = scale,
            };
            updates.Add(slot.Parameter, settings, momentum == 0 ? null : slot.State[0]);
        }
        updates.Run();
    }

    private readonly struct Rule : IUpdateRule<SgdSettings>
    {
        public static unsafe void Update<T>(T* parameter, T* gradient, T* first, T* second, T* third, long length, in SgdSettings settings)
            where T : unmanaged => OptimizerSteps.Sgd(parameter, gradient, first, length, settings);
    }
}
