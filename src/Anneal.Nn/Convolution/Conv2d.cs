using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Convolution of images: <c>[batch, in, height, width]</c> becomes <c>[batch, out, outHeight, outWidth]</c>.</summary>
/// <remarks>
/// outHeight = (height + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down, and likewise the width. With as
/// many groups as channels it is a depthwise convolution. State: <c>weight [out, in / groups, kernelHeight, kernelWidth]</c>,
/// <c>bias [out]</c>, both uniform within 1 / sqrt(in / groups · kernelHeight · kernelWidth) at first.
/// </remarks>
/// <example>
/// <code>
/// var layer = new Conv2d(3, 64, kernel: 3, padding: 1);
/// Tensor features = layer.Forward(images); // [8, 3, 32, 32] -> [8, 64, 32, 32]
/// </code>
/// </example>
public sealed class Conv2d : Module
{
    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels that go out.</param>
    /// <param name="kernel">Height and width of the kernel, in pixels.</param>
    /// <param name="stride">Steps from one output pixel to the next; 1 when left out.</param>
    /// <param name="padding">Rows and columns of zeros on each side; 0 when left out.</param>
    /// <param name="dilation">Steps from one tap of the kernel to the next; 1 when left out.</param>
    /// <param name="groups">Channels are cut into this many groups that don't see each other.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups don't divide the channels.</exception>
    public Conv2d(
        int inChannels, int outChannels, Size2d kernel, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, int groups = 1, bool bias = true, Generator? generator = null)
    {
        ConvolutionOptions.Check(nameof(Conv2d), inChannels, outChannels, kernel, groups);
        Weight = Register("weight", Initialize.FanInUniform(Initialize.NewWeight(outChannels, inChannels / groups, kernel.Height, kernel.Width), generator));
        if (bias) Bias = Register("bias", Initialize.Bias(Initialize.NewWeight(outChannels), Weight, generator));
        Stride = stride ?? 1;
        Padding = padding ?? 0;
        Dilation = dilation ?? 1;
        Groups = groups;
    }

    /// <summary><c>[out, in / groups, kernelHeight, kernelWidth]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Steps from one output pixel to the next.</summary>
    public Size2d Stride { get; }

    /// <summary>Rows and columns of zeros on each side.</summary>
    public Size2d Padding { get; }

    /// <summary>Steps from one tap of the kernel to the next.</summary>
    public Size2d Dilation { get; }

    /// <summary>Groups of channels that don't see each other.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes, has other channels, or is smaller than the kernel.</exception>
    public override Tensor Forward(Tensor input) => Forward(input, Activation.None);

    /// <summary>The layer with an activation (none or ReLU) computed on the way to memory.</summary>
    internal Tensor Forward(Tensor input, Activation activation) => input.Conv2d(Weight, Bias, Stride, Padding, Dilation, Groups, activation);

    /// <inheritdoc/>
    protected override string Describe() => ConvolutionOptions.Describe(
        Weight.Shape[1] * Groups, Weight.Shape[0], new Size2d(Weight.Shape[2], Weight.Shape[3]), Stride, Padding, Dilation, Groups, Bias is not null);
}
