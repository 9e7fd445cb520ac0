using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Training;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.Runs;

/// <summary>Something that happened in a run; whoever shows a run (a terminal, a log, a page) listens to these and to nothing else.</summary>
public abstract record RunEvent;

/// <summary>The recipe was understood.</summary>
/// <param name="Recipe">The recipe, defaults filled in.</param>
public sealed record RecipeRead(Recipe Recipe) : RunEvent;

/// <summary>The table was read and its columns understood.</summary>
/// <param name="Rows">Rows that have a label.</param>
/// <param name="Schema">The columns.</param>
public sealed record TableRead(int Rows, TableSchema Schema) : RunEvent;

/// <summary>The data was looked at before anything is learnt from it.</summary>
/// <param name="Quality">What was found.</param>
public sealed record DataChecked(QualityReport Quality) : RunEvent;

/// <summary>Something was decided for the user, who may want to know.</summary>
/// <param name="Message">What was decided.</param>
public sealed record Noticed(Message Message) : RunEvent;

/// <summary>The rows were shared out.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Valid">Rows to choose by.</param>
/// <param name="Test">Rows held back.</param>
public sealed record DataSplitUp(int Train, int Valid, int Test) : RunEvent;

/// <summary>Something happened while a model learnt.</summary>
/// <param name="Event">What.</param>
public sealed record Learning(LearningEvent Event) : RunEvent;

/// <summary>The model is learnt once more, from other rows, to measure how far its numbers can be trusted.</summary>
/// <param name="For">What for.</param>
/// <param name="Number">Which time, from 1.</param>
/// <param name="Total">How many times.</param>
public sealed record LearningAgain(LearningAgainFor For, int Number, int Total) : RunEvent;

/// <summary>What a model is learnt again for.</summary>
public enum LearningAgainFor
{
    /// <summary>A cross-validation.</summary>
    Folds,

    /// <summary>A learning curve.</summary>
    Curve,
}

/// <summary>The bundle is in its place: the run is done.</summary>
/// <param name="Result">All that came of it.</param>
public sealed record RunFinished(RunResult Result) : RunEvent;
