using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>The smallest useful network for pictures: one convolution of 3 x 3, ReLU, pooling, a hidden layer, and a number for each class.</summary>
/// <remarks><c>[batch, channels, height, width]</c> becomes <c>[batch, outputs]</c>. Names are those of the chain: <c>0</c> the convolution, <c>4</c> and <c>6</c> the linear layers.</remarks>
/// <example>
/// <code>
/// Module model = SimpleCnn.Create(channels: 1, height: 28, width: 28, outputs: 10);
/// Tensor logits = model.Forward(images); // [64, 1, 28, 28] -> [64, 10]
/// </code>
/// </example>
public static class SimpleCnn
{
    /// <summary>Makes the network.</summary>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="height">Rows, at least 4.</param>
    /// <param name="width">Pixels in a row, at least 4.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="filters">Channels of the convolution.</param>
    /// <param name="hidden">Width of the hidden layer.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    public static Sequential Create(int channels, int height, int width, int outputs, int filters = 32, int hidden = 128, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 4);
        int flat = filters * ((height - 2) / 2) * ((width - 2) / 2);
        return
        [
            new Conv2d(channels, filters, kernel: 3, generator: generator),
            new Relu(),
            new MaxPool2d(2),
            new Flatten(),
            new Linear(flat, hidden, generator: generator),
            new Relu(),
            new Linear(hidden, outputs, generator: generator),
        ];
    }
}
