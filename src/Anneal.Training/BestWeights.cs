using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Remembers a model's weights where its validation loss was lowest.</summary>
internal sealed class BestWeights(Module model)
{
    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);

    public int Epoch { get; private set; }

    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>Keeps the weights if the loss is the lowest so far (or the first: one that is not a number beats nothing else).</summary>
    public bool Offer(int epoch, double loss)
    {
        if (Epoch > 0 && !(loss < Loss)) return false;
        (Epoch, Loss) = (epoch, double.IsNaN(loss) ? double.PositiveInfinity : loss);
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        foreach ((string name, Tensor tensor) in model.StateDict())
        {
            if (weights.TryGetValue(name, out Tensor? kept)) kept.CopyFrom(tensor);
            else weights.Add(name, tensor.Clone());
        }

        return true;
    }

    public void Restore()
    {
        if (weights.Count > 0) model.LoadStateDict(weights);
    }
}
