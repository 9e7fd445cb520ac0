using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>How a language model continues a text: how long, how boldly, and where it stops.</summary>
/// <remarks>
/// The steps follow each other in the order of Hugging Face's generation: bias and penalties on the logits, then
/// temperature, <see cref="TopK"/>, <see cref="TopP"/>, <see cref="MinP"/>, <see cref="TypicalP"/>, then the draw.
/// </remarks>
public sealed record GenerationOptions
{
    /// <summary>Greedy decoding, the most likely token at every step.</summary>
    public static GenerationOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>The most tokens to add; null goes on until the model ends the text or its context is full.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The most tokens of prompt and answer together; null sets no such limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Logits are divided by this before the draw; 0 takes the most likely token.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only the most likely <c>k</c> tokens are drawn from; 0 means all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the fewest tokens whose probabilities add up to this are drawn from (Holtzman et al., 2020); 1 means all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Tokens less likely than this share of the most likely one are left out (Nguyen et al., 2024); 0 means none.</summary>
    public double MinP { get; init; }

    /// <summary>Only the tokens closest to the expected surprise, up to this probability, are drawn from (Meister et al., 2023); 1 means all.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Logits of tokens in the prompt or the answer are divided by this where positive, and multiplied where negative (Keskar et al., 2019); 1 changes nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken off a token's logit for each time that the answer holds it already.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Taken off a token's logit once if the answer holds it already.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>Added to the logits of single tokens before anything else, by id.</summary>
    public IReadOnlyDictionary<int, double> LogitBias { get; init; } = new Dictionary<int, double>();

    /// <summary>The same seed draws the same text again; null takes another one each time.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Texts at which the answer stops; they are not part of it. They may lie across several tokens.</summary>
    public IReadOnlyList<string> StopTexts { get; init; } = [];

    /// <summary>Tokens that end the answer, beside the model's own.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Goes on past the model's end token.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>How many of the most likely tokens are told with each token's log-probability; 0 tells the chosen one alone, null nothing.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Whether the answer is a text of its own, as in a conversation, rather than the rest of the prompt's last line: a space before its first word is dropped then.</summary>
    public bool IsReply { get; init; }

    /// <summary>A grammar that the answer keeps to, token by token; null lets it say anything.</summary>
    public Grammar? Grammar { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public void Validate()
    {
        Check(MaxTokens is null or > 0, nameof(MaxTokens), MaxTokens ?? 0, GenerationMessages.Positive);
        Check(MaxLength is null or > 0, nameof(MaxLength), MaxLength ?? 0, GenerationMessages.Positive);
        Check(Temperature is >= 0 and <= 100, nameof(Temperature), Temperature, GenerationMessages.Between(0, 100));
        Check(TopK >= 0, nameof(TopK), TopK, GenerationMessages.NotNegative);
        Check(TopP is > 0 and <= 1, nameof(TopP), TopP, GenerationMessages.Share);
        Check(MinP is >= 0 and <= 1, nameof(MinP), MinP, GenerationMessages.Between(0, 1));
        Check(TypicalP is > 0 and <= 1, nameof(TypicalP), TypicalP, GenerationMessages.Share);
        Check(RepetitionPenalty is > 0 and <= 100, nameof(RepetitionPenalty), RepetitionPenalty, GenerationMessages.Between(0, 100));
        Check(Math.Abs(FrequencyPenalty) <= 100, nameof(FrequencyPenalty), FrequencyPenalty, GenerationMessages.Between(-100, 100));
        Check(Math.Abs(PresencePenalty) <= 100, nameof(PresencePenalty), PresencePenalty, GenerationMessages.Between(-100, 100));
        Check(LogProbabilities is null or >= 0 and <= 100, nameof(LogProbabilities), LogProbabilities ?? 0, GenerationMessages.Between(0, 100));
        foreach (double bias in LogitBias.Values) Check(double.IsFinite(bias), nameof(LogitBias), bias, GenerationMessages.Finite);
        if (StopTexts.Any(string.IsNullOrEmpty)) throw new UserErrorException(GenerationMessages.EmptyStop, GenerationMessages.EmptyStopWayOut);
    }

    private static void Check(bool holds, string name, double value, Message wayOut)
    {
        if (!holds) throw new UserErrorException(GenerationMessages.OutOfRange(name, value), wayOut);
    }
}
