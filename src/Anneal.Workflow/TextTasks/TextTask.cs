using Anneal.Data.Messages;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks;

/// <summary>A task over texts whose network learns in steps: what its recipe can say, how it is measured, and how its run begins.</summary>
/// <remarks>
/// A new task is a class of this kind and a line in <see cref="TextTaskList"/>. It declares its columns, models and scores; the run (<see cref="TextTaskRun"/>), the recipe's reader and
/// writer, the store, the screen, metrics.json, the report and <c>anneal predict</c> work from these declarations. What belongs to one run (examples, network, loss) is in the
/// <see cref="TextTaskWork"/> that <see cref="Begin"/> makes, what belongs to a bundle in the <see cref="TextPredictor"/> that <see cref="Open"/> makes.
/// </remarks>
public abstract class TextTask
{
    /// <summary>Its name in a recipe.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in words.</summary>
    public abstract Message Title { get; }

    /// <summary>What its examples are called, in the plural, such as "sentences".</summary>
    public abstract Message Examples { get; }

    /// <summary>Where the model ends: a sentence for the model card.</summary>
    public abstract Message Limits { get; }

    /// <summary>Its scores in the order in which people see them; each can have a target.</summary>
    public abstract IReadOnlyList<TaskScore> Scores { get; }

    /// <summary>The score on the validation part that chooses the weights.</summary>
    public abstract TaskScore ChosenBy { get; }

    /// <summary>What of an example stands under which name in JSON, unless <c>data.columns</c> says otherwise: the part, and its usual name.</summary>
    public abstract IReadOnlyList<(string Role, string Usual)> Columns { get; }

    /// <summary>The models that can be trained from nothing, the usual one first.</summary>
    public abstract IReadOnlyList<TextArchitecture> Architectures { get; }

    /// <summary>What can be said about a model that is trained further (<c>model: {from: …}</c>).</summary>
    public abstract IReadOnlyList<LearnerOption> TuneOptions { get; }

    /// <summary>How a model is trained unless the recipe says otherwise.</summary>
    internal abstract UsualSteps Steps(TextModelChoice model);

    /// <summary>Reads the examples and makes the network.</summary>
    /// <param name="recipe">The recipe; its task is this one.</param>
    /// <param name="generator">Draws first weights and dropout; its place is part of a checkpoint.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">The examples don't fit the recipe.</exception>
    internal abstract TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation);

    /// <summary>Opens a bundle, to be asked.</summary>
    /// <exception cref="UserErrorException">The bundle is damaged.</exception>
    internal abstract TextPredictor Open(string bundle);
}

/// <summary>A kind of network that a recipe can ask for.</summary>
/// <param name="Name">Its name in a recipe.</param>
/// <param name="Options">What can be said about it.</param>
public sealed record TextArchitecture(string Name, IReadOnlyList<LearnerOption> Options);
