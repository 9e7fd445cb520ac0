using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>What a training in steps makes small, and what it learns from.</summary>
public abstract class StepObjective
{
    /// <summary>The mean loss of a step's batch, to be learnt from. Which rows it has depends on the step's number alone.</summary>
    /// <param name="step">The step, from 0.</param>
    public abstract Tensor Loss(long step);

    /// <summary>The loss on the validation text; the network is in inference mode, and no gradient is recorded.</summary>
    public abstract double Measure();
}
