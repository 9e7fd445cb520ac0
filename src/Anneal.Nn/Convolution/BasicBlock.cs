using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>The residual block of ResNet-18 and -34: two 3 x 3 convolutions with batch normalisation, and a way around them.</summary>
/// <remarks>
/// relu(bn2(conv2(relu(bn1(conv1(x))))) + downsample(x)), where <c>downsample</c> (a 1 x 1 convolution and a batch normalisation) is there
/// when the shapes differ. Names are torchvision's: <c>conv1</c>, <c>bn1</c>, <c>conv2</c>, <c>bn2</c>, <c>downsample.0</c>, <c>downsample.1</c>.
/// In inference without gradients each batch normalisation is folded into its convolution, and the sum and ReLU are computed on the way
/// to memory. He et al., "Deep Residual Learning for Image Recognition", 2015.
/// </remarks>
/// <example>
/// <code>
/// var block = new BasicBlock(64, 128, stride: 2);
/// Tensor y = block.Forward(x); // [8, 64, 32, 32] -> [8, 128, 16, 16]
/// </code>
/// </example>
public sealed class BasicBlock : Module
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly FoldedConvolution folded1, folded2;
    private readonly (Conv2d Convolution, BatchNorm2d Norm, FoldedConvolution Folded)? around;

    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels that go out.</param>
    /// <param name="stride">Of the first convolution.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public BasicBlock(int inChannels, int outChannels, int stride = 1, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        conv1 = Register("conv1", new Conv2d(inChannels, outChannels, 3, stride, 1, bias: false, generator: generator));
        bn1 = Register("bn1", new BatchNorm2d(outChannels));
        conv2 = Register("conv2", new Conv2d(outChannels, outChannels, 3, 1, 1, bias: false, generator: generator));
        bn2 = Register("bn2", new BatchNorm2d(outChannels));
        folded1 = new FoldedConvolution(conv1, bn1);
        folded2 = new FoldedConvolution(conv2, bn2);
        if (stride == 1 && inChannels == outChannels) return;
        var convolution = new Conv2d(inChannels, outChannels, 1, stride, bias: false, generator: generator);
        var norm = new BatchNorm2d(outChannels);
        Register("downsample", new Sequential(convolution, norm));
        around = (convolution, norm, new FoldedConvolution(convolution, norm));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        if (!IsTraining && !Gradients.Enabled)
        {
            Tensor shortcut = around is { } way ? way.Folded.Forward(input, relu: false) : input;
            using Tensor inner = folded1.Forward(input, relu: true);
            Tensor output = folded2.Forward(inner, relu: true, shortcut);
            if (around is not null) TensorScope.GiveBack(shortcut);
            return output;
        }
        Tensor residual = around is { } other ? other.Norm.Forward(other.Convolution.Forward(input)) : input;
        Tensor hidden = bn1.Forward(conv1.Forward(input), relu: true, residual: null);
        return bn2.Forward(conv2.Forward(hidden), relu: true, residual);
    }
}
