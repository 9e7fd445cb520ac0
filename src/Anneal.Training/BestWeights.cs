using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Remembers a model's weights where its validation loss was lowest.</summary>
internal sealed class BestWeights(Module model)
{
    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);

    public int Epoch { get; private set; }

    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>The remembered weights, by name; none before the first epoch.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => weights;

    /// <summary>Keeps the weights if the loss is the lowest so far (or the first: one that is not a number beats nothing else).</summary>
    public bool Offer(int epoch, double loss)
    {
        if (Epoch > 0 && !(loss < Loss)) return false;
        Remember(epoch, loss, model.StateDict());
        return true;
    }

    /// <summary>Takes over what a checkpoint remembered.</summary>
    public void Remember(int epoch, double loss, IEnumerable<KeyValuePair<string, Tensor>> state)
    {
        (Epoch, Loss) = (epoch, double.IsNaN(loss) ? double.PositiveInfinity : loss);
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        foreach ((string name, Tensor tensor) in state)
        {
            if (weights.TryGetValue(name, out Tensor? kept)) kept.CopyFrom(tensor);
            else weights.Add(name, tensor.Clone());
        }
    }

    public void Restore()
    {
        if (weights.Count > 0) model.LoadStateDict(weights);
    }
}
