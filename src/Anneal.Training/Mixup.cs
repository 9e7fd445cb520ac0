using Anneal.Data.Batches;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Lays the rows of a batch over each other in pairs, labels too, so that a network does not learn single rows by heart.</summary>
/// <remarks>Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018. The loss of a mixed label is the mixed loss of the two, which is the same for cross-entropy.</remarks>
internal static class Mixup
{
    /// <summary>The loss of a batch whose rows are mixed.</summary>
    /// <param name="network">What learns.</param>
    /// <param name="inputs">The batch as numbers, [rows, …].</param>
    /// <param name="objective">What is to get small.</param>
    /// <param name="train">All rows to learn from.</param>
    /// <param name="batch">The batch's places among them.</param>
    /// <param name="random">Draws who is mixed with whom, and how much.</param>
    public static Tensor Loss(Module network, Tensor inputs, Objective objective, LabelledSamples train, int[] batch, Generator random)
    {
        double share = Share(train.Inputs.Mixup, random);
        Tensor order = Tensor.Permutation(batch.Length, random);
        int[] partners = [.. order.ToArray<long>().Select(place => batch[place])];
        Tensor outputs = network.Forward((inputs * share) + (inputs.IndexSelect(0, order) * (1 - share)));
        return (objective.Loss(outputs, train.Labels, batch, train.Weights) * share) + (objective.Loss(outputs, train.Labels, partners, train.Weights) * (1 - share));
    }

    /// <summary>A share from the Beta distribution with both parameters <paramref name="strength"/>, 0 to 1 (Jöhnk, 1964).</summary>
    public static double Share(double strength, Generator random)
    {
        while (true)
        {
            float[] two = Tensor.Rand([2], generator: random).ToArray<float>();
            double first = Math.Pow(two[0], 1 / strength);
            double second = Math.Pow(two[1], 1 / strength);
            if (first + second is > 0 and <= 1) return first / (first + second);
        }
    }
}
