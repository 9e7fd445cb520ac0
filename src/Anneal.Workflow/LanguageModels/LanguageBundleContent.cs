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
/// <param name="Sample">What the model wrote.</param>
/// <param name="Language">The language of the report.</param>
/// <param name="Duration">How long the run took so far.</param>
internal sealed record LanguageBundleContent(string Architecture, Decoder Network, Tokenizer Tokenizer, TunedModel? Tuned, LanguageMetrics Metrics, string? EpochLog, string Sample, Language Language, TimeSpan Duration);
