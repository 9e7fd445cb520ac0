using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Transposed convolution, which makes images larger: <c>[batch, in, height, width]</c> becomes <c>[batch, out, outHeight, outWidth]</c>.</summary>
/// <remarks>
/// outHeight = (height - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1, and likewise the width. State:
/// <c>weight [in, out / groups, kernelHeight, kernelWidth]</c>, <c>bias [out]</c>. Dumoulin and Visin, "A guide to convolution
/// arithmetic for deep learning", 2016.
/// </remarks>
/// <example>
/// <code>
/// var layer = new ConvTranspose2d(64, 32, kernel: 2, stride: 2);
/// Tensor larger = layer.Forward(features); // [8, 64, 16, 16] -> [8, 32, 32, 32]
/// </code>
/// </example>
public sealed class ConvTranspose2d : Module
{
    private readonly Size2d stride, padding, outputPadding, dilation;
    private readonly int groups;

    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels that go out.</param>
    /// <param name="kernel">Height and width of the kernel, in pixels.</param>
    /// <param name="stride">Output pixels for each input pixel; 1 when left out.</param>
    /// <param name="padding">Rows and columns left out on each side; 0 when left out.</param>
    /// <param name="outputPadding">Further rows and columns below and to the right; 0 when left out.</param>
    /// <param name="dilation">Steps from one tap of the kernel to the next; 1 when left out.</param>
    /// <param name="groups">Channels are cut into this many groups that don't see each other.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups don't divide the channels.</exception>
    public ConvTranspose2d(
        int inChannels, int outChannels, Size2d kernel, Size2d? stride = null, Size2d? padding = null, Size2d? outputPadding = null, Size2d? dilation = null, int groups = 1, bool bias = true,
        Generator? generator = null)
    {
        ConvolutionOptions.Check(nameof(ConvTranspose2d), inChannels, outChannels, kernel, groups);
        Weight = Register("weight", Initialize.FanInUniform(Initialize.NewWeight(inChannels, outChannels / groups, kernel.Height, kernel.Width), generator));
        if (bias) Bias = Register("bias", Initialize.Bias(Initialize.NewWeight(outChannels), Weight, generator));
        this.stride = stride ?? 1;
        this.padding = padding ?? 0;
        this.outputPadding = outputPadding ?? 0;
        this.dilation = dilation ?? 1;
        this.groups = groups;
    }

    /// <summary><c>[in, out / groups, kernelHeight, kernelWidth]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have four axes or has other channels.</exception>
    public override Tensor Forward(Tensor input) => input.ConvTranspose2d(Weight, Bias, stride, padding, outputPadding, dilation, groups);

    /// <inheritdoc/>
    protected override string Describe() => ConvolutionOptions.Describe(
        Weight.Shape[0], Weight.Shape[1] * groups, new Size2d(Weight.Shape[2], Weight.Shape[3]), stride, padding, dilation, groups, Bias is not null);
}
