using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tabular;
using Anneal.Training.Learners;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Recipes;

/// <summary>What to build from what, with every default filled in.</summary>
/// <param name="File">The recipe's file, as the user would type it.</param>
/// <param name="Name">The name that the run and its bundle bear.</param>
/// <param name="Task">What is to be learnt.</param>
/// <param name="Data">What to learn from.</param>
/// <param name="Model">What learns.</param>
/// <param name="Train">How it learns.</param>
/// <param name="Targets">What the result must reach.</param>
public sealed record Recipe(
    string File,
    string Name,
    TaskKind Task,
    DataRecipe Data,
    ModelRecipe Model,
    TrainChoice Train,
    IReadOnlyList<Target> Targets)
{
    /// <summary>What is done besides measuring the model on the test rows.</summary>
    public EvaluateRecipe Evaluate { get; init; } = new();

    /// <summary>How columns are prepared; null for the usual way.</summary>
    public TablePreparation? Prepare { get; init; }
}

/// <summary>What to learn from.</summary>
/// <param name="Source">Where the table is, its file resolved against the recipe's folder.</param>
/// <param name="Columns">What the recipe says about columns.</param>
/// <param name="Split">How rows are shared out.</param>
public sealed record DataRecipe(SourceChoice Source, ColumnChoice Columns, SplitChoice Split);

/// <summary>What learns.</summary>
/// <param name="Learner">Who.</param>
/// <param name="Options">What the recipe says about its model, defaults filled in.</param>
public sealed record ModelRecipe(Learner Learner, LearnerOptions Options);
