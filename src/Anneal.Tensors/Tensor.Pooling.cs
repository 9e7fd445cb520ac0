using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Pooling.</content>
public sealed partial class Tensor
{
    /// <summary>The largest number of each window of <c>[batch, channels, height, width]</c>.</summary>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Steps from one window to the next; as large as the window when left out.</param>
    /// <param name="padding">Rows and columns around the image that no window counts.</param>
    /// <exception cref="ArgumentException">The shape doesn't fit.</exception>
    public Tensor MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null) =>
        MaxPool.Apply(this, PoolShapes.Of(nameof(MaxPool2d), this, kernel, stride ?? kernel, padding ?? 0, countPadding: false));

    /// <summary>The largest number of each window of <c>[batch, channels, length]</c>.</summary>
    /// <inheritdoc cref="MaxPool2d" path="/param"/>
    /// <inheritdoc cref="MaxPool2d" path="/exception"/>
    public Tensor MaxPool1d(int kernel, int? stride = null, int padding = 0)
    {
        if (Rank != 3) throw new ArgumentException($"MaxPool1d takes an input [batch, channels, length], not {Shape}.");
        return Unsqueeze(2).MaxPool2d((1, kernel), (1, stride ?? kernel), (0, padding)).Squeeze(2);
    }

    /// <summary>The mean of each window of <c>[batch, channels, height, width]</c>.</summary>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">Steps from one window to the next; as large as the window when left out.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <param name="countPadding">Whether these zeros count when the sum is divided.</param>
    /// <exception cref="ArgumentException">The shape doesn't fit.</exception>
    public Tensor AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool countPadding = true) =>
        AveragePool.Apply(this, PoolShapes.Of(nameof(AvgPool2d), this, kernel, stride ?? kernel, padding ?? 0, countPadding));

    /// <summary>Means of windows that cut <c>[batch, channels, height, width]</c> into as many parts as asked for; they may differ in size and overlap.</summary>
    /// <exception cref="ArgumentException">The shape doesn't fit.</exception>
    public Tensor AdaptiveAvgPool2d(Size2d size) => AveragePool.Apply(this, PoolShapes.Adaptive(nameof(AdaptiveAvgPool2d), this, size));

    /// <summary>As <see cref="AdaptiveAvgPool2d"/>, with the largest number of each window.</summary>
    /// <exception cref="ArgumentException">The shape doesn't fit.</exception>
    public Tensor AdaptiveMaxPool2d(Size2d size) => MaxPool.Apply(this, PoolShapes.Adaptive(nameof(AdaptiveMaxPool2d), this, size));
}
