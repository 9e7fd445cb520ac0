namespace Anneal.Models.Language;

/// <summary>Families of encoders whose published weights an <see cref="EncoderModel"/> holds.</summary>
public enum EncoderArchitecture
{
    /// <summary>Devlin et al., 2018.</summary>
    Bert,

    /// <summary>Liu et al., 2019: BERT with other heads, and positions that begin behind the padding's.</summary>
    Roberta,
}

/// <summary>What an encoder's head answers.</summary>
public enum EncoderTask
{
    /// <summary>Nothing: features of each token, and of a whole text by pooling.</summary>
    Features,

    /// <summary>Which words were masked.</summary>
    MaskedWords,

    /// <summary>The class of a text.</summary>
    Classification,

    /// <summary>The class of each token.</summary>
    Tokens,

    /// <summary>Where in a text an answer begins and ends.</summary>
    Answers,
}

/// <summary>How the features of tokens become those of a text.</summary>
public enum Pooling
{
    /// <summary>Their mean, padding left out.</summary>
    Mean,

    /// <summary>The first token's.</summary>
    FirstToken,
}

/// <summary>The sizes, the family and the head of an <see cref="EncoderModel"/>.</summary>
/// <param name="Architecture">The family.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="Task">What the head answers.</param>
public sealed record EncoderConfig(EncoderArchitecture Architecture, TextEncoderOptions Sizes, EncoderTask Task = EncoderTask.Features)
{
    /// <summary>The names of the classes, where the head has classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The id of padding.</summary>
    public int PadId { get; init; }

    /// <summary>Numbers that the head gives: per text, per token, or 2 for an answer's begin and end.</summary>
    internal int Outputs => Task == EncoderTask.Answers ? 2 : Labels.Count;

    /// <summary>Looks whether the sizes go together, and whether they are sizes at all.</summary>
    /// <exception cref="ArgumentException">They don't.</exception>
    public void Check()
    {
        Within(Sizes.Vocabulary, 1 << 24, "tokens");
        Within(Sizes.Positions - Sizes.FirstPosition, 1 << 24, "positions");
        Within(Sizes.Layers, 1024, "layers");
        Within(Sizes.Heads, 4096, "heads");
        Within(Sizes.Size, 1 << 18, "features");
        Within(Sizes.FeedForward, 1 << 20, "features within the feed-forward parts");
        Within(Sizes.TokenTypes + 1, 1 << 16, "kinds of text");
        if (Sizes.Size % Sizes.Heads != 0) throw new ArgumentException($"{Sizes.Size} features can't be shared out over {Sizes.Heads} heads.");
        if (!(Sizes.Epsilon is > 0 and < 1)) throw new ArgumentException($"{Sizes.Epsilon} is no number to add to a variance.");
        if (!(Sizes.Dropout is >= 0 and < 1)) throw new ArgumentException($"{Sizes.Dropout} is no chance to be dropped.");
        if (Task is EncoderTask.Classification or EncoderTask.Tokens) Within(Labels.Count, 1 << 20, "classes");
    }

    private static void Within(int value, int most, string what)
    {
        if (value < 1 || value > most) throw new ArgumentException($"An encoder can't have {value} {what}: from 1 to {most} are possible.");
    }
}
