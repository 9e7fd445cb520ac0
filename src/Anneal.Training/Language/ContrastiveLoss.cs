using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>To tell, from all second texts of a batch, the one that belongs to a first text, and the other way round.</summary>
/// <remarks>InfoNCE with the batch's other pairs as negatives (van den Oord et al., 2018; for sentences Gao et al., "SimCSE", 2021).</remarks>
public static class ContrastiveLoss
{
    /// <summary>Takes a text out of the choice.</summary>
    private const float Out = -1e4f;

    /// <summary>The mean loss of both ways.</summary>
    /// <param name="first">Vectors of length 1, <c>[pairs, size]</c>.</param>
    /// <param name="second">Those that belong to them, <c>[pairs, size]</c>.</param>
    /// <param name="seconds">Which text each second is: where one stands in the batch several times, only the pair's own counts.</param>
    /// <param name="temperature">Cosines are divided by this: the smaller, the more the nearest wrong text counts.</param>
    /// <returns>A single number.</returns>
    public static Tensor Of(Tensor first, Tensor second, IReadOnlyList<int> seconds, double temperature)
    {
        int pairs = first.Shape[0];
        float[] same = new float[pairs * pairs];
        bool any = false;
        for (int row = 0; row < pairs; row++)
        {
            for (int column = 0; column < pairs; column++)
            {
                if (row == column || seconds[row] != seconds[column]) continue;
                same[(row * pairs) + column] = Out;
                any = true;
            }
        }

        Tensor scores = first.MatMul(second.T) * (1 / temperature);
        if (any) scores += Tensor.From(same, [pairs, pairs]);
        Tensor own = Tensor.From([.. Enumerable.Range(0, pairs).Select(pair => (long)pair)], [pairs]);
        CrossEntropyLoss loss = new();
        return (loss.Forward(scores, own) + loss.Forward(scores.T.Contiguous(), own)) * 0.5;
    }
}
