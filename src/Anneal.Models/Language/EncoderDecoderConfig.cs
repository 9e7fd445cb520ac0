using Anneal.Nn;

namespace Anneal.Models.Language;

/// <summary>Families of models that read one sequence and write another, whose published weights an <see cref="EncoderDecoder"/> holds.</summary>
public enum EncoderDecoderArchitecture
{
    /// <summary>Raffel et al., 2019: distances as biases, RMSNorm before each part.</summary>
    T5,

    /// <summary>Lewis et al., 2019: learned positions, LayerNorm after each part.</summary>
    Bart,

    /// <summary>Radford et al., 2022: hears speech as a log-mel spectrogram, LayerNorm before each part.</summary>
    Whisper,
}

/// <summary>The sizes and the form of an <see cref="EncoderDecoder"/>.</summary>
public sealed record EncoderDecoderConfig
{
    /// <summary>The family.</summary>
    public required EncoderDecoderArchitecture Architecture { get; init; }

    /// <summary>Different tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Features of a token.</summary>
    public required int Size { get; init; }

    /// <summary>Layers that read.</summary>
    public required int EncoderLayers { get; init; }

    /// <summary>Layers that write.</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Heads of each attention of the layers that read.</summary>
    public required int EncoderHeads { get; init; }

    /// <summary>Heads of each attention of the layers that write.</summary>
    public required int DecoderHeads { get; init; }

    /// <summary>Features of a head; 0 for what the heads share out.</summary>
    public int HeadSize { get; init; }

    /// <summary>Features within the feed-forward parts that read.</summary>
    public required int EncoderFeedForward { get; init; }

    /// <summary>Features within the feed-forward parts that write.</summary>
    public required int DecoderFeedForward { get; init; }

    /// <summary>The longest sequence to read: tokens, or pairs of frames for Whisper. T5 has no bound of its own.</summary>
    public int EncoderPositions { get; init; } = 1 << 20;

    /// <summary>The longest sequence to write, in tokens.</summary>
    public int DecoderPositions { get; init; } = 1 << 20;

    /// <summary>Bands of the spectrogram that Whisper hears.</summary>
    public int MelBands { get; init; }

    /// <summary>T5: how many distances are told apart.</summary>
    public int DistanceBuckets { get; init; } = 32;

    /// <summary>T5: distances from here on are one.</summary>
    public int MostDistance { get; init; } = 128;

    /// <summary>What stands in the feed-forward parts.</summary>
    public FeedForwardActivation Activation { get; init; } = FeedForwardActivation.Gelu;

    /// <summary>The activation opens a gate.</summary>
    public bool Gated { get; init; }

    /// <summary>Added to the variance, or to the mean of the squares, in the normalisations.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The head that makes logits shares its weight with the embedding of the tokens.</summary>
    public bool TiedHead { get; init; } = true;

    /// <summary>Embeddings are multiplied by the root of their size.</summary>
    public bool ScaledEmbedding { get; init; }

    /// <summary>The chance of an element to be dropped, while training.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>What a text that is written begins with.</summary>
    public int StartId { get; init; }

    /// <summary>What it ends with.</summary>
    public int EndId { get; init; } = 1;

    /// <summary>The id of padding.</summary>
    public int PadId { get; init; }

    /// <summary>T5 v1.1's form, small enough to be trained from scratch.</summary>
    public static EncoderDecoderConfig T5(int vocabulary, int size, int layers, int heads, int feedForward, int padId = 0, int endId = 1) => new()
    {
        Architecture = EncoderDecoderArchitecture.T5, Vocabulary = vocabulary, Size = size, EncoderLayers = layers, DecoderLayers = layers, EncoderHeads = heads, DecoderHeads = heads,
        EncoderFeedForward = feedForward, DecoderFeedForward = feedForward, Activation = FeedForwardActivation.GeluTanh, Gated = true, Epsilon = 1e-6, StartId = padId, PadId = padId, EndId = endId,
    };

    /// <summary>BART's form, small enough to be trained from scratch.</summary>
    public static EncoderDecoderConfig Bart(int vocabulary, int positions, int size, int layers, int heads, int feedForward, int startId = 2, int endId = 2, int padId = 1) => new()
    {
        Architecture = EncoderDecoderArchitecture.Bart, Vocabulary = vocabulary, Size = size, EncoderLayers = layers, DecoderLayers = layers, EncoderHeads = heads, DecoderHeads = heads,
        EncoderFeedForward = feedForward, DecoderFeedForward = feedForward, EncoderPositions = positions, DecoderPositions = positions, StartId = startId, EndId = endId, PadId = padId,
    };

    internal bool IsT5 => Architecture == EncoderDecoderArchitecture.T5;

    /// <summary>Rows of BART's tables of positions before the first.</summary>
    internal int PositionOffset => Architecture == EncoderDecoderArchitecture.Bart ? 2 : 0;

    internal bool NormsFirst => Architecture != EncoderDecoderArchitecture.Bart;

    internal int HeadSizeOf(int heads) => HeadSize > 0 ? HeadSize : Size / heads;

    /// <summary>Looks whether the sizes go together, and whether they are sizes at all.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public void Check()
    {
        Within(Vocabulary, 1 << 24, "tokens");
        Within(Size, 1 << 18, "features");
        Within(EncoderLayers, 1024, "layers");
        Within(DecoderLayers, 1024, "layers");
        Within(EncoderHeads, 4096, "heads");
        Within(DecoderHeads, 4096, "heads");
        Within(HeadSize + 1, 4096, "features of a head");
        Within(EncoderFeedForward, 1 << 20, "features within the feed-forward parts");
        Within(DecoderFeedForward, 1 << 20, "features within the feed-forward parts");
        Within(EncoderPositions, 1 << 24, "positions");
        Within(DecoderPositions, 1 << 24, "positions");
        Within(MelBands + 1, 1024, "bands of a spectrogram");
        Within(DistanceBuckets, 1 << 16, "kinds of distance");
        Within(MostDistance, 1 << 20, "as its largest distance");
        if (IsT5 && (DistanceBuckets < 4 || MostDistance <= DistanceBuckets / 2)) throw new ArgumentException($"{DistanceBuckets} kinds of distance don't reach to {MostDistance}.");
        if (Architecture == EncoderDecoderArchitecture.Whisper && MelBands < 1) throw new ArgumentException("Whisper needs bands of a spectrogram.");
        if (HeadSize == 0 && (Size % EncoderHeads != 0 || Size % DecoderHeads != 0)) throw new ArgumentException($"{Size} features can't be shared out over {EncoderHeads} and {DecoderHeads} heads.");
        if (!(Epsilon is > 0 and < 1)) throw new ArgumentException($"{Epsilon} is no number to add to a variance.");
        if (!(Dropout is >= 0 and < 1)) throw new ArgumentException($"{Dropout} is no chance to be dropped.");
        foreach (int id in (ReadOnlySpan<int>)[StartId, EndId, PadId])
            if ((uint)id >= (uint)Vocabulary) throw new ArgumentException($"The id {id} is outside the vocabulary of {Vocabulary}.");
    }

    private static void Within(int value, int most, string what)
    {
        if (value < 1 || value > most) throw new ArgumentException($"An encoder-decoder can't have {value} {what}: from 1 to {most} are possible.");
    }
}
