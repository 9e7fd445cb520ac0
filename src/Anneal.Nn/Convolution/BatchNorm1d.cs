using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Batch normalisation of <c>[batch, channels]</c> or <c>[batch, channels, length]</c>: (x - mean) / sqrt(variance + epsilon) · weight + bias, channel by channel.</summary>
/// <remarks>
/// In training mean and variance are those of the batch, and the running ones move towards them; in inference the running ones are used. State:
/// <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, all <c>[channels]</c>, and <c>num_batches_tracked</c>.
/// Ioffe and Szegedy, "Batch Normalization", 2015.
/// </remarks>
/// <example>
/// <code>
/// var layer = new BatchNorm1d(128);
/// Tensor y = layer.Forward(x); // [32, 128] -> [32, 128]
/// </code>
/// </example>
/// <param name="channels">Length of the second axis.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">How far the running statistics move with each batch, 0 to 1.</param>
/// <param name="affine">Whether there are a weight and a bias.</param>
public sealed class BatchNorm1d(int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = true) : BatchNorm(channels, epsilon, momentum, affine)
{
    private protected override void Check(Tensor input)
    {
        if (input.Rank is not (2 or 3)) throw new ArgumentException($"BatchNorm1d takes an input [batch, channels] or [batch, channels, length], not {input.Shape}.");
    }
}
