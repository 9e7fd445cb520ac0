using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Training.Language;
using Anneal.Training.Learners;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.TextTasks;

/// <summary>What model over texts to build from what, with every default filled in.</summary>
/// <param name="File">The recipe's file, as the user would type it.</param>
/// <param name="Name">The name that the run and its bundle bear.</param>
/// <param name="Task">What is to be learnt.</param>
/// <param name="Data">What to learn from.</param>
/// <param name="Model">What learns.</param>
/// <param name="Train">How it learns.</param>
/// <param name="Targets">What the result must reach.</param>
public sealed record TextTaskRecipe(string File, string Name, TextTask Task, TextTaskData Data, TextModelChoice Model, StepOptions Train, IReadOnlyList<Target> Targets);

/// <summary>Where the examples are, what they are called there, how they are shared out.</summary>
/// <param name="Source">Where.</param>
/// <param name="Columns">The names of their parts in JSON, by role.</param>
/// <param name="Split">How they are shared out.</param>
public sealed record TextTaskData(SourceChoice Source, IReadOnlyDictionary<string, string> Columns, SplitChoice Split);

/// <summary>What learns.</summary>
/// <param name="Architecture">The kind of network, for one from nothing; empty where <paramref name="From"/> says it.</param>
/// <param name="From">The folder of a model that is trained further; null for one from nothing.</param>
/// <param name="Options">What else was said, defaults filled in.</param>
public sealed record TextModelChoice(string Architecture, string? From, LearnerOptions Options);
