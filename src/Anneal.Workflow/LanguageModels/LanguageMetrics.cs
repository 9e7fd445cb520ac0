using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.LanguageModels;

/// <summary>All that was measured of a language model: its bundle's metrics.json.</summary>
/// <param name="Test">The model on the text held back; null when none was.</param>
/// <param name="Valid">The model on the validation text, which chose the weights.</param>
/// <param name="Baselines">What counting gives, on the same text as <see cref="Final"/>.</param>
/// <param name="LossByPosition">Nats a token at each place of the context, on the same text.</param>
/// <param name="Targets">What became of the recipe's targets, on the same text.</param>
/// <param name="Text">What there was to learn from.</param>
/// <param name="Parameters">Numbers that the model holds.</param>
/// <param name="Size">The model's files, in bytes.</param>
/// <param name="TokensPerSecond">Tokens learnt from in a second, the looks at the validation text not counted.</param>
/// <param name="Training">How the training went; an epoch is the stretch between two looks at the validation text.</param>
public sealed record LanguageMetrics(
    LanguageScores? Test,
    LanguageScores Valid,
    IReadOnlyList<LanguageBaseline> Baselines,
    IReadOnlyList<double> LossByPosition,
    IReadOnlyList<TargetResult> Targets,
    TextCounts Text,
    long Parameters,
    long Size,
    double TokensPerSecond,
    TrainingOutcome Training)
{
    /// <summary>How it tells better answers from worse ones, on those held back; null where it learnt no preferences, or none was held back.</summary>
    public PreferenceScores? TestPreference { get; init; }

    /// <summary>The same on those to choose by.</summary>
    public PreferenceScores? ValidPreference { get; init; }

    /// <summary>The preferences that are reported.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PreferenceScores? FinalPreference => TestPreference ?? ValidPreference;

    /// <summary>On the text held back, or on the validation text where none was.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public LanguageScores Final => Test ?? Valid;
}

/// <summary>What is cheap to reach.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Scores">How well it tells the text.</param>
public sealed record LanguageBaseline(string Name, LanguageScores Scores);

/// <summary>How much text there was.</summary>
/// <param name="Vocabulary">Different tokens.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Valid">To choose by.</param>
/// <param name="Test">Held back.</param>
public sealed record TextCounts(int Vocabulary, PartCounts Train, PartCounts Valid, PartCounts Test);

/// <summary>How much text a part has; of conversations, how much their answers have.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Characters">Its characters (UTF-16 units).</param>
/// <param name="Documents">Documents that end in it, or conversations.</param>
public sealed record PartCounts(long Tokens, long Characters, long Documents)
{
    /// <summary>Characters for each token.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double CharactersPerToken => (double)Characters / Math.Max(1, Tokens);
}
