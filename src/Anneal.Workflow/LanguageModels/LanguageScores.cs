using Anneal.Training.Language;

namespace Anneal.Workflow.LanguageModels;

/// <summary>How well a model tells a text.</summary>
/// <param name="Tokens">Tokens that were told.</param>
/// <param name="Loss">Nats a token.</param>
/// <param name="Perplexity">Between how many equally likely tokens it wavers, on average.</param>
/// <param name="BitsPerCharacter">Bits a character (UTF-16 unit): the number to compare models of different vocabularies by.</param>
public sealed record LanguageScores(long Tokens, double Loss, double Perplexity, double BitsPerCharacter)
{
    /// <summary>What a target can be set for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["loss", "perplexity", "bits-per-character"];

    /// <summary>From a measured loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="charactersPerToken">Characters of the text for each of its tokens.</param>
    public static LanguageScores Of(TextLoss loss, double charactersPerToken) =>
        new(loss.Tokens, loss.Mean, loss.Perplexity, loss.Mean / Math.Log(2) / charactersPerToken);

    /// <summary>A score by its name; null when there is none.</summary>
    public double? this[string name] => name switch
    {
        "loss" => Loss,
        "perplexity" => Perplexity,
        "bits-per-character" => BitsPerCharacter,
        _ => null,
    };
}
