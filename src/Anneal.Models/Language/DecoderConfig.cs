using Anneal.Nn;

namespace Anneal.Models.Language;

/// <summary>The sizes and the form of a <see cref="Decoder"/>.</summary>
/// <remarks><see cref="Gpt2"/> and <see cref="Llama"/> give those to train from scratch; others come with their published files.</remarks>
public sealed record DecoderConfig
{
    /// <summary>The family, which says how the parts are put together and named.</summary>
    public required DecoderArchitecture Architecture { get; init; }

    /// <summary>Different tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>The longest text, in tokens.</summary>
    public required int Positions { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of the queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Features of a token.</summary>
    public required int Size { get; init; }

    /// <summary>Features within the feed-forward parts.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Heads of the keys and values, which neighbouring query heads share; divides <see cref="Heads"/>.</summary>
    public int KeyHeads { get => field > 0 ? field : Heads; init; }

    /// <summary>Features of a head.</summary>
    public int HeadSize { get => field > 0 ? field : Size / Heads; init; }

    /// <summary>What stands in the feed-forward parts, on the gate where there is one.</summary>
    public FeedForwardActivation Activation { get; init; } = FeedForwardActivation.Silu;

    /// <summary>Added to the variance, or to the mean of the squares, in the normalisations.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The head that makes logits shares its weight with the embedding of the tokens.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Biases on queries, keys and values.</summary>
    public bool QueryBias { get; init; }

    /// <summary>A bias on attention's output.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Biases in the feed-forward parts.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Queries and keys are normalised, head by head.</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>How positions turn queries and keys.</summary>
    public RotaryConfig Rotary { get; init; } = new();

    /// <summary>How positions turn queries and keys in windowed layers, where that differs.</summary>
    public RotaryConfig? LocalRotary { get; init; }

    /// <summary>How many of the last tokens a windowed layer sees; null where no layer is windowed.</summary>
    public int? Window { get; init; }

    /// <summary>Of so many layers the last sees all and the others a window; 1 for a window in every layer.</summary>
    public int WindowPattern { get; init; } = 1;

    /// <summary>Multiplies attention's scores; null for 1 / sqrt(<see cref="HeadSize"/>).</summary>
    public double? AttentionScale { get; init; }

    /// <summary>Attention's scores s become cap * tanh(s / cap); null for none.</summary>
    public double? AttentionCap { get; init; }

    /// <summary>Logits l become cap * tanh(l / cap); null for none.</summary>
    public double? LogitCap { get; init; }

    /// <summary>The share of what each part adds to the stream, and of the embeddings, that is dropped while the model learns; no part of published files.</summary>
    public double Dropout { get; init; }

    /// <summary>GPT-2's positions are learned; all others turn.</summary>
    public bool LearnedPositions => Architecture == DecoderArchitecture.Gpt2;

    /// <summary>Gemma multiplies the embeddings by the root of their size.</summary>
    public double EmbeddingScale => NormsAfterParts ? Math.Sqrt(Size) : 1;

    internal bool LayerNorms => Architecture == DecoderArchitecture.Gpt2;

    internal bool Gated => Architecture != DecoderArchitecture.Gpt2;

    /// <summary>Queries, keys and values come from one projection, and so do gate and up.</summary>
    internal bool JoinedProjections => Architecture is DecoderArchitecture.Gpt2 or DecoderArchitecture.Phi3;

    /// <summary>Gemma's four normalisations a layer.</summary>
    internal bool NormsAfterParts => Architecture is DecoderArchitecture.Gemma2 or DecoderArchitecture.Gemma3;

    /// <summary>GPT-2 as published; the defaults are the smallest one's, with 124 million parameters.</summary>
    public static DecoderConfig Gpt2(int vocabulary = 50257, int positions = 1024, int layers = 12, int heads = 12, int size = 768) => new()
    {
        Architecture = DecoderArchitecture.Gpt2, Vocabulary = vocabulary, Positions = positions, Layers = layers, Heads = heads, Size = size, FeedForward = 4 * size,
        Activation = FeedForwardActivation.GeluTanh, TiedHead = true, QueryBias = true, OutputBias = true, FeedForwardBias = true,
    };

    /// <summary>Llama 2's form. Without a size for the feed-forward parts they get 8/3 of the features, to the next multiple of 32.</summary>
    public static DecoderConfig Llama(int vocabulary, int positions, int layers, int heads, int size, int? keyHeads = null, int? feedForward = null, bool tiedHead = true) => new()
    {
        Architecture = DecoderArchitecture.Llama, Vocabulary = vocabulary, Positions = positions, Layers = layers, Heads = heads, Size = size, KeyHeads = keyHeads ?? heads,
        FeedForward = feedForward ?? ((8 * size / 3) + 31) / 32 * 32, TiedHead = tiedHead,
    };

    /// <summary>Whether a layer sees a window alone.</summary>
    internal bool IsWindowed(int layer) => Window is not null && (WindowPattern <= 1 || (layer + 1) % WindowPattern != 0);

    /// <summary>Looks whether the sizes go together, and whether they are sizes at all.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public void Check()
    {
        Within(Vocabulary, 1 << 24, "tokens");
        Within(Positions, 1 << 26, "positions");
        Within(Layers, 1024, "layers");
        Within(Size, 1 << 18, "features");
        Within(Heads, 4096, "heads");
        Within(KeyHeads, 4096, "key heads");
        Within(HeadSize, 4096, "features of a head");
        Within(FeedForward, 1 << 20, "features within the feed-forward parts");
        if (Window is { } window) Within(window, 1 << 26, "tokens of a window");
        Within(WindowPattern, 1024, "layers of a pattern");
        if (HeadSize == Size / Heads && Size % Heads != 0) throw new ArgumentException($"{Size} features can't be shared out over {Heads} heads.");
        if (Heads % KeyHeads != 0) throw new ArgumentException($"{Heads} query heads can't be shared out over {KeyHeads} key heads.");
        if (!(Epsilon is > 0 and < 1)) throw new ArgumentException($"{Epsilon} is no number to add to a variance.");
        if (LearnedPositions) return;
        Rotary.Check(HeadSize);
        LocalRotary?.Check(HeadSize);
    }

    private static void Within(int value, int most, string what)
    {
        if (value < 1 || value > most) throw new ArgumentException($"A decoder can't have {value} {what}: from 1 to {most} are possible.");
    }
}
