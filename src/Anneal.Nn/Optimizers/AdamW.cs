using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Adam with weight decay apart from the gradient.</summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2017.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = new AdamW(model.Parameters(), learningRate: 3e-4, weightDecay: 0.1);
/// optimizer.Step();
/// </code>
/// </example>
public sealed class AdamW : Adam
{
    /// <param name="parameters">What to train.</param>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How slowly the mean of the gradients changes.</param>
    /// <param name="beta2">How slowly the mean of their squares changes.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <param name="weightDecay">The share, times the learning rate, that each step takes from a parameter.</param>
    /// <exception cref="ArgumentException">There are no parameters, or a number is out of its range.</exception>
    public AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : this([new ParameterGroup(parameters)], learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc cref="AdamW(IEnumerable{Tensor}, double, double, double, double, double)"/>
    public AdamW(IEnumerable<ParameterGroup> groups, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : base(groups, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true)
    {
    }
}
