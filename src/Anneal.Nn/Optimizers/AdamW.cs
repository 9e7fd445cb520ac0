using System.Numerics;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Adam with weight decay apart from the gradient.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2017.</remarks>
/// <example>
/// <code>
/// var optimizer = new AdamW(model.Parameters(), learningRate: 3e-4, weightDecay: 0.1);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class AdamW : Optimizer
{
    private readonly UpdateList updates = new();
    private readonly double beta1, beta2, epsilon;

    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How slowly the mean of the gradients changes.</param>
    /// <param name="beta2">How slowly the mean of their squares changes.</param>
    /// <param name="epsilon">Added to the root of the squares.</param>
    /// <param name="weightDecay">The share, times the learning rate, that each step takes from a parameter.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc cref="AdamW(IEnumerable{Tensor}, double, double, double, double, double)"/>
    public AdamW(IEnumerable<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : base(groups, learningRate, weightDecay, "exp_avg", "exp_avg_sq")
    {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    private protected override void Update(List<Slot> active)
    {
        updates.Clear();
        foreach (Slot slot in active)
        {
            Tensor gradient = slot.Parameter.Gradient!.Contiguous();
            updates.Add(new UpdateTask(slot.Parameter, gradient, slot.State[0], slot.State[1])
            {
                A = slot.Group.LearningRate / (1 - Math.Pow(beta1, slot.Steps)),
                B = beta1,
                C = beta2,
                D = epsilon,
                E = Math.Sqrt(1 - Math.Pow(beta2, slot.Steps)),
                F = 1 - (slot.Group.LearningRate * slot.Group.WeightDecay),
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
            T* p = (T*)task.Parameter, g = (T*)task.Gradient, m = (T*)task.First, v = (T*)task.Second;
            T rate = T.CreateTruncating(task.A), beta1 = T.CreateTruncating(task.B), beta2 = T.CreateTruncating(task.C);
            T epsilon = T.CreateTruncating(task.D), correction = T.CreateTruncating(task.E), keep = T.CreateTruncating(task.F);
            for (long i = start; i < end; i++)
            {
                m[i] += (T.One - beta1) * (g[i] - m[i]);
                v[i] = (beta2 * v[i]) + ((T.One - beta2) * g[i] * g[i]);
                p[i] = (p[i] * keep) - (rate * m[i] / ((T.Sqrt(v[i]) / correction) + epsilon));
            }
        }
    }
}
