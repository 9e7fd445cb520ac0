using Anneal.Nn;
using Anneal.Tensors;
using Activation = Anneal.Tensors.Kernels.Activation;

namespace Anneal.Models.Language;

/// <summary>BERT or RoBERTa with a head: reads texts both ways and answers for each text or token.</summary>
/// <remarks>State: <c>encoder</c> (a <see cref="TextEncoder"/>), and as the task has it <c>pooler</c>, <c>dense</c>, <c>norm</c>, <c>head</c>, <c>bias</c>.</remarks>
/// <example>
/// <code>
/// EncoderModel bert = EncoderFolder.Read("bert-base-chinese", EncoderTask.Tokens, labels: ["O", "B-PER", "I-PER"], trainable: true);
/// Tensor logits = bert.Forward(ids, padding); // [16, 128] -> [16, 128, 3]
/// </code>
/// </example>
public sealed class EncoderModel : Module
{
    private readonly Linear? pooler, dense, head;
    private readonly LayerNorm? norm;
    private readonly Tensor? bias;
    private readonly Dropout? dropout;

    /// <param name="config">The sizes, the family and the head.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't go together.</exception>
    public EncoderModel(EncoderConfig config, Generator? generator = null)
    {
        config.Check();
        Config = config;
        int size = config.Sizes.Size;
        bool bert = config.Architecture == EncoderArchitecture.Bert;
        Encoder = Register("encoder", new TextEncoder(config.Sizes, generator));
        if (config.Task == EncoderTask.Features || (config.Task == EncoderTask.Classification && bert)) pooler = Register("pooler", new Linear(size, size, generator: generator));
        if (config.Task == EncoderTask.MaskedWords || (config.Task == EncoderTask.Classification && !bert)) dense = Register("dense", new Linear(size, size, generator: generator));
        if (config.Task == EncoderTask.MaskedWords)
        {
            norm = Register("norm", new LayerNorm([size], config.Sizes.Epsilon));
            bias = Register("bias", Tensor.Zeros([config.Sizes.Vocabulary]));
        }
        else if (config.Task != EncoderTask.Features)
        {
            dropout = Register("dropout", new Dropout(config.Sizes.Dropout, generator));
            head = Register("head", new Linear(size, config.Outputs, generator: generator));
        }
        TransformerWeights.Initialize(this, generator);
    }

    /// <summary>A small encoder that is to learn from nothing, with first weights that suit its size.</summary>
    /// <inheritdoc cref="EncoderModel(EncoderConfig, Generator?)" path="/param"/>
    /// <exception cref="ArgumentException">The sizes don't go together.</exception>
    public static EncoderModel Small(EncoderConfig config, Generator? generator = null)
    {
        EncoderModel model = new(config, generator);
        SequenceWeights.Initialize(model, config.Sizes.Size, generator);
        return model;
    }

    /// <summary>The sizes, the family and the head.</summary>
    public EncoderConfig Config { get; }

    /// <summary>What reads the text.</summary>
    public TextEncoder Encoder { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The head's answers.</summary>
    /// <param name="ids"><c>[batch, time]</c>.</param>
    /// <param name="padding">bool <c>[batch, time]</c>, true where a token is padding, which stands behind the text; null where none is.</param>
    /// <param name="types">Which kind of text each token belongs to, <c>[batch, time]</c>; null for the first kind.</param>
    /// <returns>By the task: features <c>[batch, time, size]</c>, logits of words <c>[batch, time, vocabulary]</c>, of classes <c>[batch, classes]</c>, of each token's classes <c>[batch, time, classes]</c>, or of begin and end <c>[batch, time, 2]</c>.</returns>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Forward(Tensor ids, Tensor? padding, Tensor? types = null)
    {
        Tensor features = Encoder.Forward(ids, padding, types);
        switch (Config.Task)
        {
            case EncoderTask.Features:
                return features;
            case EncoderTask.MaskedWords:
                using (features)
                {
                    using Tensor turned = dense!.Forward(features, Activation.Gelu);
                    using Tensor normed = norm!.Forward(turned);
                    return Tensors.Operations.Linear.Apply(normed, Encoder.Table, bias);
                }
            case EncoderTask.Classification:
                using (features)
                {
                    using Tensor pooled = (pooler ?? dense)!.Forward(dropout!.Forward(features.Select(1, 0))).Tanh();
                    return head!.Forward(dropout.Forward(pooled));
                }
            default:
                using (features) return head!.Forward(dropout!.Forward(features));
        }
    }

    /// <summary>A vector for each text, of length 1.</summary>
    /// <param name="ids"><c>[batch, time]</c>.</param>
    /// <param name="padding">bool <c>[batch, time]</c>, true where a token is padding; null where none is.</param>
    /// <param name="pooling">How the tokens' features become the text's.</param>
    /// <param name="normalize">Whether the vectors are brought to length 1.</param>
    /// <returns><c>[batch, size]</c>.</returns>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Embed(Tensor ids, Tensor? padding = null, Pooling pooling = Pooling.Mean, bool normalize = true)
    {
        using Tensor features = Encoder.Forward(ids, padding);
        Tensor pooled;
        if (pooling == Pooling.FirstToken) pooled = features.Select(1, 0);
        else if (padding is null) pooled = features.Mean(1);
        else
        {
            using Tensor kept = (!padding).To(features.DType).Unsqueeze(-1);
            pooled = (features * kept).Sum(1) / kept.Sum(1);
        }
        return normalize ? pooled / ((pooled.Square().Sum(-1, keepAxis: true) + 1e-24).Sqrt()) : pooled;
    }

    /// <summary>The summary of a text that BERT was trained with: its first token's features through a layer and tanh, <c>[batch, size]</c>.</summary>
    /// <exception cref="InvalidOperationException">The model has no such layer.</exception>
    public Tensor Pooled(Tensor ids, Tensor? padding = null, Tensor? types = null)
    {
        if (pooler is null) throw new InvalidOperationException("This encoder has no pooling layer.");
        using Tensor features = Encoder.Forward(ids, padding, types);
        return pooler.Forward(features.Select(1, 0)).Tanh();
    }
}
