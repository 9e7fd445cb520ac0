using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Parameters that are trained with the same learning rate and weight decay.</summary>
/// <remarks>What is left out (null) at construction is taken from the optimizer.</remarks>
public sealed class ParameterGroup
{
    /// <summary>A group of these parameters.</summary>
    public ParameterGroup(IEnumerable<Tensor> parameters, double? learningRate = null, double? weightDecay = null)
    {
        Parameters = [.. parameters];
        OwnLearningRate = learningRate;
        OwnWeightDecay = weightDecay;
    }

    /// <summary>The parameters, in the order of the optimizer's state.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>The size of a step, in force from the next one.</summary>
    public double LearningRate { get; set; }

    /// <summary>How strongly parameters are pulled to zero.</summary>
    public double WeightDecay { get; set; }

    internal double? OwnLearningRate { get; }

    internal double? OwnWeightDecay { get; }
}
