using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Vision;

/// <summary>The sizes of a <see cref="VisionTransformer"/>. The defaults are those of ViT base.</summary>
/// <param name="ImageSize">Height and width of a picture, in pixels.</param>
/// <param name="PatchSize">Height and width of a patch, in pixels; divides the picture's.</param>
/// <param name="Channels">Channels of a picture.</param>
/// <param name="Layers">Encoder layers.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Size">Features of a patch.</param>
/// <param name="FeedForward">Features within the feed-forward parts.</param>
public sealed record VisionTransformerOptions(int ImageSize = 224, int PatchSize = 16, int Channels = 3, int Layers = 12, int Heads = 12, int Size = 768, int FeedForward = 3072)
{
    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The chance of an element to be dropped, while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Added to the variance in the normalisations.</summary>
    public double Epsilon { get; init; } = 1e-12;

    /// <summary>Patches of a picture.</summary>
    internal int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);

    /// <summary>Looks whether the sizes go together, and whether they are sizes at all.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public void Check()
    {
        Within(ImageSize, 1 << 14, "pixels");
        Within(PatchSize, ImageSize, "pixels of a patch");
        Within(Channels, 1024, "channels");
        Within(Layers, 1024, "layers");
        Within(Heads, 4096, "heads");
        Within(Size, 1 << 18, "features");
        Within(FeedForward, 1 << 20, "features within the feed-forward parts");
        Within(Labels.Count, 1 << 20, "classes");
        if (ImageSize % PatchSize != 0) throw new ArgumentException($"A picture of {ImageSize} pixels can't be cut into patches of {PatchSize}.");
        if (Size % Heads != 0) throw new ArgumentException($"{Size} features can't be shared out over {Heads} heads.");
        if (!(Epsilon is > 0 and < 1)) throw new ArgumentException($"{Epsilon} is no number to add to a variance.");
        if (!(Dropout is >= 0 and < 1)) throw new ArgumentException($"{Dropout} is no chance to be dropped.");
    }

    private static void Within(int value, int most, string what)
    {
        if (value < 1 || value > most) throw new ArgumentException($"A vision transformer can't have {value} {what}: from 1 to {most} are possible.");
    }
}

/// <summary>Reads a picture as a row of patches: <c>[batch, channels, size, size]</c> becomes logits <c>[batch, classes]</c>.</summary>
/// <remarks>
/// Dosovitskiy et al., "An Image is Worth 16x16 Words", 2020. State: <c>first</c> (what stands before the patches and gathers the answer), <c>positions</c>,
/// <c>patches</c>, <c>encoder</c>, <c>head</c>; <see cref="VisionTransformerFolder"/> knows the published names.
/// </remarks>
/// <example>
/// <code>
/// VisionTransformer vit = VisionTransformerFolder.Read("vit-base-patch16-224");
/// Tensor logits = vit.Forward(pictures); // [8, 3, 224, 224] -> [8, 1000]
/// </code>
/// </example>
public sealed class VisionTransformer : Module
{
    private readonly Tensor first, positions;
    private readonly Conv2d patches;
    private readonly TransformerEncoder encoder;
    private readonly Linear head;
    private readonly Dropout dropout;

    /// <param name="options">The sizes.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't go together.</exception>
    public VisionTransformer(VisionTransformerOptions options, Generator? generator = null)
    {
        options.Check();
        Options = options;
        first = Register("first", Initialize.Normal(Initialize.NewWeight(1, 1, options.Size), 0, 0.02, generator));
        positions = Register("positions", Initialize.Normal(Initialize.NewWeight(1, options.Patches + 1, options.Size), 0, 0.02, generator));
        patches = Register("patches", new Conv2d(options.Channels, options.Size, options.PatchSize, options.PatchSize, generator: generator));
        dropout = Register("dropout", new Dropout(options.Dropout, generator));
        encoder = Register("encoder", new TransformerEncoder(
            options.Layers,
            _ => new TransformerEncoderLayer(options.Size, options.Heads, options.FeedForward, options.Dropout, FeedForwardActivation.Gelu, options.Epsilon, normFirst: true, generator: generator),
            new LayerNorm([options.Size], options.Epsilon)));
        head = Register("head", new Linear(options.Size, options.Labels.Count, generator: generator));
    }

    /// <summary>The sizes.</summary>
    public VisionTransformerOptions Options { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pictures have another size.</exception>
    public override Tensor Forward(Tensor input)
    {
        using Tensor features = Features(input);
        return head.Forward(features.Select(1, 0));
    }

    /// <summary>The features of what stands before the patches, and of each patch: <c>[batch, 1 + patches, size]</c>.</summary>
    /// <exception cref="ArgumentException">The pictures have another size.</exception>
    public Tensor Features(Tensor pictures)
    {
        if (pictures.Rank != 4 || pictures.Shape[1] != Options.Channels || pictures.Shape[2] != Options.ImageSize || pictures.Shape[3] != Options.ImageSize)
            throw new ArgumentException($"This vision transformer takes pictures [batch, {Options.Channels}, {Options.ImageSize}, {Options.ImageSize}], not {pictures.Shape}.", nameof(pictures));
        Tensor cut = patches.Forward(pictures).Flatten(2).Transpose(1, 2);
        Tensor rows = Tensor.Concat([first.Expand([pictures.Shape[0], 1, Options.Size]), cut], 1) + positions;
        return encoder.Forward(dropout.Forward(rows));
    }
}
