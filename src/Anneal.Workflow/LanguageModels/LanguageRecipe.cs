using Anneal.Data.Text.Corpora;
using Anneal.Training.Language;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.LanguageModels;

/// <summary>What language model to build from what texts, with every default filled in.</summary>
/// <param name="File">The recipe's file, as the user would type it.</param>
/// <param name="Name">The name that the run and its bundle bear.</param>
/// <param name="Task">What is to be learnt.</param>
/// <param name="Data">What to learn from.</param>
/// <param name="Model">What learns.</param>
/// <param name="Train">How it learns.</param>
/// <param name="Sample">What it is to write when it has learnt.</param>
/// <param name="Targets">What the result must reach.</param>
public sealed record LanguageRecipe(
    string File,
    string Name,
    LanguageTask Task,
    CorpusChoice Data,
    NetworkChoice Model,
    StepOptions Train,
    SampleChoice Sample,
    IReadOnlyList<Target> Targets)
{
    /// <summary>The model that is trained further; null for one from nothing.</summary>
    public TuneChoice? Tune { get; init; }

    /// <summary>How it is taught which answers are better; null where it just learns to answer.</summary>
    public PreferenceChoice? Prefer { get; init; }
}

/// <summary>What a model is to write at the end of its training, to be looked at.</summary>
/// <param name="Prompt">What it goes on with; empty to begin at the beginning.</param>
/// <param name="Tokens">How many tokens it writes, at most.</param>
/// <param name="Temperature">How freely it draws; 0 for always the likeliest.</param>
public sealed record SampleChoice(string Prompt, int Tokens, double Temperature);
