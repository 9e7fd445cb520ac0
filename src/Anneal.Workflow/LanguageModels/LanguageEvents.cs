using Anneal.Workflow.Runs;

namespace Anneal.Workflow.LanguageModels;

/// <summary>A recipe about a language model was understood.</summary>
/// <param name="Recipe">The recipe, defaults filled in.</param>
public sealed record LanguageRecipeRead(LanguageRecipe Recipe) : RunEvent;

/// <summary>The texts have been read, cut into tokens and shared out.</summary>
/// <param name="Text">How much there is.</param>
public sealed record CorpusRead(TextCounts Text) : RunEvent;

/// <summary>The language model's bundle is in its place: the run is done.</summary>
/// <param name="Result">All that came of it.</param>
public sealed record LanguageRunFinished(LanguageRunResult Result) : RunEvent;

/// <summary>What a run about a language model leaves.</summary>
/// <param name="Bundle">The bundle's folder, as the user would type it.</param>
/// <param name="Architecture">The kind of network.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Samples">What it wrote.</param>
/// <param name="Duration">How long it took.</param>
public sealed record LanguageRunResult(string Bundle, string Architecture, LanguageMetrics Metrics, IReadOnlyList<WrittenSample> Samples, TimeSpan Duration);

/// <summary>Something that a model wrote.</summary>
/// <param name="Prompt">What it was given to go on with, or what it was asked.</param>
/// <param name="Text">What it wrote behind that.</param>
public sealed record WrittenSample(string Prompt, string Text);
