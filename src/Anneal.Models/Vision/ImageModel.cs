using Anneal.Data.Batches;
using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>A network over a table's pictures, preprocessing included.</summary>
/// <param name="Preprocessing">The way from pictures to pixels.</param>
/// <param name="Augmentation">How pictures were changed while it learnt.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
public abstract record ImageModelConfig(ImagePreprocessing Preprocessing, Augmentation Augmentation, int Outputs, OutputLink Link) : ModelConfig
{
    /// <summary>A network of this kind with random weights.</summary>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public ImageModel Create(Generator generator) => new(this, CreateNetwork(generator));

    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights) => NetworkModel.Load(Create, weights);

    /// <summary>The network: <c>[batch, channels, height, width]</c> becomes <c>[batch, outputs]</c>.</summary>
    private protected abstract Module CreateNetwork(Generator generator);
}

/// <summary>A chain of linear layers over the pixels.</summary>
/// <param name="Preprocessing">The way from pictures to pixels.</param>
/// <param name="Augmentation">How pictures were changed while it learnt.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Hidden">Width of each hidden layer.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
public sealed record ImageMlpConfig(ImagePreprocessing Preprocessing, Augmentation Augmentation, int Outputs, OutputLink Link, IReadOnlyList<int> Hidden, double Dropout)
    : ImageModelConfig(Preprocessing, Augmentation, Outputs, Link)
{
    private protected override Module CreateNetwork(Generator generator)
    {
        List<Module> layers = [new Flatten()];
        int inside = Preprocessing.Size;
        foreach (int width in Hidden)
        {
            layers.Add(new Linear(inside, width, generator: generator));
            layers.Add(new Relu());
            if (Dropout > 0) layers.Add(new Dropout(Dropout, generator));
            inside = width;
        }
        layers.Add(new Linear(inside, Outputs, generator: generator));
        return new Sequential([.. layers]);
    }
}

/// <summary>A <see cref="SimpleCnn"/>.</summary>
/// <param name="Preprocessing">The way from pictures to pixels.</param>
/// <param name="Augmentation">How pictures were changed while it learnt.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Filters">Channels of the convolution.</param>
/// <param name="Hidden">Width of the hidden layer.</param>
public sealed record SimpleCnnConfig(ImagePreprocessing Preprocessing, Augmentation Augmentation, int Outputs, OutputLink Link, int Filters, int Hidden)
    : ImageModelConfig(Preprocessing, Augmentation, Outputs, Link)
{
    private protected override Module CreateNetwork(Generator generator) =>
        SimpleCnn.Create(Preprocessing.Channels, Preprocessing.Height, Preprocessing.Width, Outputs, Filters, Hidden, generator);
}

/// <summary>A <see cref="SmallResNet"/>.</summary>
/// <param name="Preprocessing">The way from pictures to pixels.</param>
/// <param name="Augmentation">How pictures were changed while it learnt.</param>
/// <param name="Outputs">Numbers of an answer.</param>
/// <param name="Link">From outputs to answers.</param>
/// <param name="Width">Channels of the first stage.</param>
/// <param name="Dropout">Share of the last values dropped in training.</param>
public sealed record SmallResNetConfig(ImagePreprocessing Preprocessing, Augmentation Augmentation, int Outputs, OutputLink Link, int Width, double Dropout)
    : ImageModelConfig(Preprocessing, Augmentation, Outputs, Link)
{
    private protected override Module CreateNetwork(Generator generator) => new SmallResNet(
        Preprocessing.Channels, Outputs, SmallResNet.StagesFor(Preprocessing.Height, Preprocessing.Width), Width, Dropout, generator);
}

/// <summary>A network over a table's pictures, preprocessing included.</summary>
public sealed class ImageModel : NetworkModel
{
    private readonly ImageModelConfig config;

    internal ImageModel(ImageModelConfig config, Module network)
        : base(config, network, config.Link) => this.config = config;

    /// <inheritdoc/>
    public override Samples SamplesOf(Table table, ReadOnlySpan<int> rows) => new ImageSamples(table, rows, config.Preprocessing, config.Augmentation);
}
