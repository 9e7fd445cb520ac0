using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>The sizes of a <see cref="TextEncoder"/>. The defaults are those of BERT base.</summary>
/// <param name="Vocabulary">Different tokens.</param>
/// <param name="Positions">The longest text, in tokens.</param>
/// <param name="Layers">Encoder layers.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Size">Features of a token.</param>
/// <param name="FeedForward">Features within the feed-forward parts.</param>
public sealed record TextEncoderOptions(int Vocabulary = 30522, int Positions = 512, int Layers = 12, int Heads = 12, int Size = 768, int FeedForward = 3072)
{
    /// <summary>The chance of an element to be dropped, while training.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Added to the variance in the normalisations.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Kinds of text that a token can belong to, such as question and passage; 0 where they aren't told apart.</summary>
    public int TokenTypes { get; init; }

    /// <summary>The position of the first token: RoBERTa begins behind its padding's.</summary>
    public int FirstPosition { get; init; }

    /// <summary>What stands in the feed-forward parts.</summary>
    public FeedForwardActivation Activation { get; init; } = FeedForwardActivation.Gelu;
}

/// <summary>Reads a text both ways, as BERT does: <c>[batch, time]</c> ids become <c>[batch, time, size]</c>.</summary>
/// <remarks>
/// Devlin et al., "BERT", 2018: learned positions, layers that normalise after each part, GELU. State: <c>tokens</c>,
/// <c>positions</c>, <c>norm</c>, <c>encoder.layers.0…</c>.
/// </remarks>
/// <example>
/// <code>
/// var encoder = new TextEncoder(new TextEncoderOptions(Vocabulary: 10_000, Positions: 128, Layers: 2, Heads: 4, Size: 128, FeedForward: 512));
/// Tensor features = encoder.Forward(ids).Mean(1); // [32, 128] int64 -> [32, 128]
/// </code>
/// </example>
public sealed class TextEncoder : Module
{
    private readonly TextEncoderOptions options;
    private readonly Embedding tokens, positions;
    private readonly Embedding? types;
    private readonly LayerNorm norm;
    private readonly Dropout dropout;
    private readonly TransformerEncoder encoder;

    /// <param name="options">The sizes.</param>
    /// <param name="generator">Draws the first weights; without one, <see cref="Generator.Default"/>.</param>
    /// <exception cref="ArgumentException">The sizes don't divide.</exception>
    public TextEncoder(TextEncoderOptions options, Generator? generator = null)
    {
        this.options = options;
        tokens = Register("tokens", new Embedding(options.Vocabulary, options.Size, generator: generator));
        positions = Register("positions", new Embedding(options.Positions, options.Size, generator: generator));
        if (options.TokenTypes > 0) types = Register("types", new Embedding(options.TokenTypes, options.Size, generator: generator));
        norm = Register("norm", new LayerNorm([options.Size], options.Epsilon));
        dropout = Register("dropout", new Dropout(options.Dropout, generator));
        encoder = Register("encoder", new TransformerEncoder(
            options.Layers,
            _ => new TransformerEncoderLayer(options.Size, options.Heads, options.FeedForward, options.Dropout, options.Activation, options.Epsilon, generator: generator)));
        TransformerWeights.Initialize(this, generator);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The table of the tokens, <c>[vocabulary, size]</c>, which a head that guesses words shares.</summary>
    internal Tensor Table => tokens.Weight;

    /// <summary>The features of each token.</summary>
    /// <param name="input">Ids, <c>[batch, time]</c>.</param>
    /// <param name="keyPadding">bool <c>[batch, time]</c>, true where a token is padding.</param>
    /// <param name="tokenTypes">Which kind of text each token belongs to, <c>[batch, time]</c>; null for the first kind.</param>
    /// <exception cref="ArgumentException">The text is longer than the model's positions, or an id is out of range.</exception>
    public Tensor Forward(Tensor input, Tensor? keyPadding, Tensor? tokenTypes = null)
    {
        int longest = options.Positions - options.FirstPosition;
        if (input.Rank != 2 || input.Shape[1] > longest)
            throw new ArgumentException($"An encoder with {longest} positions takes ids [batch, time] of at most that time, not {input.Shape}.", nameof(input));
        using Tensor words = tokens.Forward(input);
        Tensor places = positions.Weight.Slice(0, options.FirstPosition, options.FirstPosition + input.Shape[1]);
        using Tensor placed = words + places;
        using Tensor sum = types is null ? placed : placed + (tokenTypes is null ? types.Weight.Slice(0, 0, 1) : types.Forward(tokenTypes));
        Tensor embedded = dropout.Forward(norm.Forward(sum));
        Tensor features = encoder.Forward(embedded, keyPadding);
        if (!ReferenceEquals(features, embedded)) embedded.Dispose();
        return features;
    }
}
