using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Convolution of sequences: <c>[batch, in, length]</c> becomes <c>[batch, out, outLength]</c>.</summary>
/// <remarks>
/// outLength = (length + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down. State: <c>weight [out, in / groups, kernel]</c>,
/// <c>bias [out]</c>, both uniform within 1 / sqrt(in / groups · kernel) at first.
/// </remarks>
/// <example>
/// <code>
/// var layer = new Conv1d(8, 16, kernel: 5, padding: 2);
/// Tensor features = layer.Forward(signal); // [32, 8, 100] -> [32, 16, 100]
/// </code>
/// </example>
public sealed class Conv1d : Module
{
    private readonly int stride, padding, dilation, groups;

    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels that go out.</param>
    /// <param name="kernel">Length of the kernel.</param>
    /// <param name="stride">Steps from one output to the next.</param>
    /// <param name="padding">Zeros on either side.</param>
    /// <param name="dilation">Steps from one tap of the kernel to the next.</param>
    /// <param name="groups">Channels are cut into this many groups that don't see each other.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups don't divide the channels.</exception>
    public Conv1d(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true, Generator? generator = null)
    {
        ConvolutionOptions.Check(nameof(Conv1d), inChannels, outChannels, kernel, groups);
        Weight = Register("weight", Initialize.FanInUniform(Initialize.NewWeight(outChannels, inChannels / groups, kernel), generator));
        if (bias) Bias = Register("bias", Initialize.Bias(Initialize.NewWeight(outChannels), Weight, generator));
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.groups = groups;
    }

    /// <summary><c>[out, in / groups, kernel]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary><c>[out]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have three axes, has other channels, or is shorter than the kernel.</exception>
    public override Tensor Forward(Tensor input) => input.Conv1d(Weight, Bias, stride, padding, dilation, groups);

    /// <inheritdoc/>
    protected override string Describe() => ConvolutionOptions.Describe(Weight.Shape[1] * groups, Weight.Shape[0], Weight.Shape[2], stride, padding, dilation, groups, Bias is not null);
}
