using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
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
    string Task,
    DataRecipe Data,
    ModelRecipe Model,
    TrainRecipe Train,
    IReadOnlyList<Target> Targets);

/// <summary>What to learn from.</summary>
/// <param name="Source">The table's file, resolved against the recipe's folder.</param>
/// <param name="SourceShownAs">The same file for messages.</param>
/// <param name="SourcePlace">Where the recipe names it.</param>
/// <param name="Columns">What the recipe says about columns.</param>
/// <param name="Split">How rows are shared out.</param>
public sealed record DataRecipe(string Source, string SourceShownAs, Place SourcePlace, ColumnChoice Columns, SplitFractions Split);

/// <summary>What learns.</summary>
/// <param name="Architecture">The kind of model: <c>mlp</c>.</param>
/// <param name="Hidden">Width of each hidden layer, from input to output.</param>
/// <param name="Dropout">Share of hidden values that are dropped in training, 0 to below 1.</param>
public sealed record ModelRecipe(string Architecture, IReadOnlyList<int> Hidden, double Dropout);

/// <summary>How it learns.</summary>
/// <param name="Epochs">Passes over the training rows, at most.</param>
/// <param name="Patience">Epochs without a better validation loss after which training stops.</param>
/// <param name="BatchSize">Rows in a step.</param>
/// <param name="Seed">Seed of the first weights, the order of rows and dropout.</param>
/// <param name="Optimizer">What turns gradients into steps.</param>
public sealed record TrainRecipe(int Epochs, int Patience, int BatchSize, int Seed, OptimizerRecipe Optimizer);

/// <summary>What turns gradients into steps.</summary>
/// <param name="Name">Its name: <c>adamw</c>.</param>
/// <param name="LearningRate">Length of a step.</param>
/// <param name="WeightDecay">Pull of every weight towards zero.</param>
public sealed record OptimizerRecipe(string Name, double LearningRate, double WeightDecay);
