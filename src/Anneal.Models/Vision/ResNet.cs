using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>Residual networks for pictures: <c>[batch, 3, height, width]</c> becomes logits <c>[batch, classes]</c>.</summary>
/// <remarks>
/// Names are torchvision's (<c>conv1</c>, <c>bn1</c>, <c>layer1.0.conv1</c> … <c>fc</c>), so its weights load as they are.
/// He et al., "Deep Residual Learning for Image Recognition", 2015.
/// </remarks>
/// <example>
/// <code>
/// var model = ResNet.ResNet18(classes: 10, smallImages: true);
/// Tensor logits = model.Forward(images); // [64, 3, 32, 32] -> [64, 10]
/// </code>
/// </example>
public sealed class ResNet : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly FoldedConvolution folded;
    private readonly Sequential[] layers;
    private readonly Linear fc;
    private readonly bool smallImages;

    private ResNet(ReadOnlySpan<int> blocks, int classes, bool smallImages, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        this.smallImages = smallImages;
        conv1 = Register("conv1", smallImages
            ? new Conv2d(3, 64, kernel: 3, padding: 1, bias: false, generator: generator)
            : new Conv2d(3, 64, kernel: 7, stride: 2, padding: 3, bias: false, generator: generator));
        bn1 = Register("bn1", new BatchNorm2d(64));
        folded = new FoldedConvolution(conv1, bn1);
        layers = new Sequential[blocks.Length];
        int inChannels = 64;
        for (int i = 0; i < blocks.Length; i++)
        {
            int outChannels = 64 << i;
            var stage = new Module[blocks[i]];
            for (int j = 0; j < stage.Length; j++, inChannels = outChannels)
                stage[j] = new BasicBlock(inChannels, outChannels, stride: i > 0 && j == 0 ? 2 : 1, generator);
            layers[i] = Register($"layer{i + 1}", new Sequential(stage));
        }
        fc = Register("fc", new Linear(inChannels, classes, generator: generator));
    }

    /// <summary>18 layers: two blocks for each of four widths.</summary>
    /// <param name="classes">Logits for each picture.</param>
    /// <param name="smallImages">For pictures of about 32 x 32: the first convolution is 3 x 3 and nothing is pooled behind it.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    public static ResNet ResNet18(int classes = 1000, bool smallImages = false, Generator? generator = null) => new([2, 2, 2, 2], classes, smallImages, generator);

    /// <summary>34 layers.</summary>
    /// <inheritdoc cref="ResNet18" path="/param"/>
    public static ResNet ResNet34(int classes = 1000, bool smallImages = false, Generator? generator = null) => new([3, 4, 6, 3], classes, smallImages, generator);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input doesn't have the shape <c>[batch, 3, height, width]</c>.</exception>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = IsTraining || Gradients.Enabled ? bn1.Forward(conv1.Forward(input), relu: true, residual: null) : folded.Forward(input, relu: true);
        if (!smallImages) x = x.MaxPool2d(3, 2, 1);
        foreach (Sequential layer in layers)
        {
            Tensor next = layer.Forward(x);
            TensorScope.GiveBack(x);
            x = next;
        }
        return fc.Forward(x.AdaptiveAvgPool2d(1).Reshape(x.Shape[0], -1));
    }
}
