using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>A quick residual network for small pictures: <c>[batch, channels, height, width]</c> becomes <c>[batch, outputs]</c>.</summary>
/// <remarks>
/// A stage widens the channels by a 3 x 3 convolution and adds to that what another one makes of it; each has a batch normalisation and ReLU. Between stages
/// height and width are halved, and the channels doubled. The largest value of each channel decides, wherever in the picture it is. After He et al.,
/// "Deep Residual Learning for Image Recognition", 2015, made small. The first stage, where pixels are many, has no second convolution.
/// </remarks>
/// <example>
/// <code>
/// var model = new SmallResNet(channels: 1, outputs: 10, stages: 3);
/// Tensor logits = model.Forward(images); // [128, 1, 28, 28] -> [128, 10]
/// </code>
/// </example>
public sealed class SmallResNet : Module
{
    private readonly Unit[] wide;
    private readonly Unit?[] residual;
    private readonly Dropout dropout;
    private readonly Linear head;

    /// <param name="channels">Channels of a picture.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="stages">Stages; height and width are halved between them.</param>
    /// <param name="width">Channels of the first stage; the others have twice as many each, at most eight times.</param>
    /// <param name="dropout">Share of the last values that is dropped in training.</param>
    /// <param name="generator">Draws the first weights and dropout; without one, <see cref="Generator.Default"/>.</param>
    public SmallResNet(int channels, int outputs, int stages = 3, int width = 24, double dropout = 0.1, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 1);
        wide = new Unit[stages];
        residual = new Unit?[stages];
        int inside = channels;
        for (int i = 0; i < stages; i++)
        {
            int outside = width << Math.Min(i, 3);
            wide[i] = Register($"wide{i + 1}", new Unit(inside, outside, generator));
            if (i > 0) residual[i] = Register($"residual{i + 1}", new Unit(outside, outside, generator));
            inside = outside;
        }
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        head = Register("head", new Linear(inside, outputs, generator: generator));
    }

    /// <summary>How many stages suit pictures of a size: as many as bring the smaller side to about 7.</summary>
    public static int StagesFor(int height, int width) => Math.Clamp((int)Math.Round(Math.Log2(Math.Min(height, width) / 7.0)) + 1, 1, 6);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < wide.Length; i++)
        {
            if (i > 0) x = Next(x, x.MaxPool2d(2), input);
            x = Next(x, wide[i].Forward(x), input);
            if (residual[i] is { } unit) x = Next(x, unit.Forward(x, x), input);
        }
        return head.Forward(dropout.Forward(x.AdaptiveMaxPool2d(1).Flatten(1)));
    }

    /// <summary>Gives a result back that nobody saved for a backward pass.</summary>
    private static Tensor Next(Tensor current, Tensor next, Tensor input)
    {
        if (!ReferenceEquals(current, input)) TensorScope.GiveBack(current);
        return next;
    }

    /// <summary>A convolution of 3 x 3, a batch normalisation, what goes around them, ReLU.</summary>
    private sealed class Unit : Module
    {
        private readonly Conv2d conv;
        private readonly BatchNorm2d norm;
        private readonly FoldedConvolution folded;

        public Unit(int inChannels, int outChannels, Generator? generator)
        {
            conv = Register("conv", new Conv2d(inChannels, outChannels, kernel: 3, padding: 1, bias: false, generator: generator));
            norm = Register("norm", new BatchNorm2d(outChannels));
            folded = new FoldedConvolution(conv, norm);
        }

        public override Tensor Forward(Tensor input) => Forward(input, null);

        public Tensor Forward(Tensor input, Tensor? around) => IsTraining || Gradients.Enabled
            ? norm.Forward(conv.Forward(input), relu: true, around)
            : folded.Forward(input, relu: true, around);
    }
}
