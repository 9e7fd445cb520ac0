using System.Numerics;
using Anneal.Tensors;

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
    private readonly UpdateList updates = new();
    private readonly double momentum, dampening;
    private readonly bool nesterov;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="momentum">How much of the last step goes on, 0 to 1.</param>
    /// <param name="dampening">How much less of the gradient joins the momentum.</param>
    /// <param name="weightDecay">How strongly parameters are pulled to zero.</param>
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
        if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov's form needs a momentum and no dampening.", nameof(nesterov));
        this.momentum = momentum;
        this.dampening = dampening;
        this.nesterov = nesterov;
    }

    private protected override void Update(List<Slot> active)
    {
        updates.Clear();
        foreach (Slot slot in active)
        {
            Tensor gradient = slot.Parameter.Gradient!.Contiguous();
            updates.Add(new UpdateTask(slot.Parameter, gradient, momentum == 0 ? null : slot.State[0])
            {
                A = slot.Group.LearningRate, B = momentum,
                C = slot.Steps == 1 ? 1 : 1 - dampening, // the first gradient is the first momentum, whole
                D = slot.Group.WeightDecay, E = nesterov ? 1 : 0,
            });
        }
        updates.Run<Rule>();
    }

    private readonly unsafe struct Rule : IUpdateRule
    {
        public static void Update(in UpdateTask task, long start, long end)
        {
            if (task.IsDouble) Run<double>(task, start, end);
            else Run<float>(task, start, end);
        }

        private static void Run<T>(in UpdateTask task, long start, long end)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T* p = (T*)task.Parameter, g = (T*)task.Gradient, v = (T*)task.First;
            T rate = T.CreateTruncating(task.A), momentum = T.CreateTruncating(task.B), share = T.CreateTruncating(task.C), decay = T.CreateTruncating(task.D);
            for (long i = start; i < end; i++)
            {
                T gradient = g[i] + (decay * p[i]);
                if (v is not null)
                {
                    v[i] = (momentum * v[i]) + (share * gradient);
                    gradient = task.E != 0 ? gradient + (momentum * v[i]) : v[i];
                }
                p[i] -= rate * gradient;
            }
        }
    }
}
