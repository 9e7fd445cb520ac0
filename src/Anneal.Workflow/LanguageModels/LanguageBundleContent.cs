using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Training.Language;

namespace Anneal.Workflow.LanguageModels;

/// <summary>What a run about a language model hands over to be kept.</summary>
/// <param name="Architecture">The kind of network.</param>
/// <param name="Network">The network.</param>
/// <param name="Tokenizer">Its tokenizer.</param>
/// <param name="Tuned">What was trained further; null where the network began from nothing.</param>
/// <param name="Metrics">What was measured, the size and the targets apart.</param>
/// <param name="EpochLog">A file of the losses, or null.</param>
/// <param name="Samples">What the model wrote.</param>
/// <param name="Language">The language of the report.</param>
/// <param name="Duration">How long the run took so far.</param>
internal sealed record LanguageBundleContent(
    string Architecture, Decoder Network, Tokenizer Tokenizer, TunedModel? Tuned, LanguageMetrics Metrics, string? EpochLog, IReadOnlyList<WrittenSample> Samples, Language Language, TimeSpan Duration)
{
    /// <summary>The chat template of conversations; null where it learnt from none.</summary>
    public string? Template { get; init; }

    /// <summary>Tokens that end an answer.</summary>
    public IReadOnlyCollection<int> Ends { get; init; } = [];
}
