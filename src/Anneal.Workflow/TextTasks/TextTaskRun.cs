using System.Diagnostics;
using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Tensors;
using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.TextTasks;

/// <summary>Walks examples from their source to the bundle of a model over texts: once, forward.</summary>
/// <param name="recipe">What to build.</param>
/// <param name="outFolder">The folder that the bundle is put into; it is made when it is not there.</param>
/// <param name="listen">Hears what happens, as it happens, on the calling thread.</param>
/// <param name="clock">Tells the time for the bundle's name.</param>
/// <param name="language">The language of the report.</param>
public sealed class TextTaskRun(TextTaskRecipe recipe, string outFolder, Action<RunEvent> listen, TimeProvider? clock = null, Language language = Language.English)
{
    /// <summary>Examples that are shown at the end.</summary>
    private const int Shown = 5;

    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Runs the recipe.</summary>
    /// <param name="resume">Whether to go on from what a stopped run of the same recipe had reached.</param>
    /// <param name="cancellation">Stops the run between two steps; it can be resumed.</param>
    /// <exception cref="UserErrorException">The examples do not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public TextTaskResult Execute(bool resume = false, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        listen(new TextTaskRecipeRead(recipe));
        Directory.CreateDirectory(outFolder);
        RunFolder folder = RunFolder.Open(outFolder, recipe.Name, TextTaskRecipeWriter.Write(recipe, outFolder), resume);
        using EpochLog epochs = new(folder.Path);
        Generator generator = new((ulong)recipe.Train.Seed);
        TextTaskWork work = recipe.Task.Begin(recipe, generator, cancellation);
        listen(new ExamplesRead(work.Counts));

        (TrainingOutcome training, double speed) = StepLearning.Fit(work.Architecture, recipe.Train, work.Network, new Objective(work, recipe.Task.ChosenBy), generator, folder, epochs, listen, cancellation);
        TextTaskMetrics metrics = new(
            work.Measure(SplitPart.Test), work.Measure(SplitPart.Valid), work.Baselines(SplitPart.Test), Targets: [], work.Counts, work.Network.ParameterCount, Size: 0, speed * recipe.Train.BatchSize, training);
        IReadOnlyList<TaskExample> examples = work.Show(Shown);

        cancellation.ThrowIfCancellationRequested();
        epochs.Dispose();
        (string bundle, metrics) = TextTaskBundle.Write(outFolder, clock.GetLocalNow(), recipe, work, new TextTaskBundleContent(metrics, epochs.File, examples, language, Stopwatch.GetElapsedTime(started)));
        folder.Delete();
        TextTaskResult result = new(bundle, work.Architecture, metrics, examples, Stopwatch.GetElapsedTime(started));
        listen(new TextTaskRunFinished(result));
        return result;
    }

    /// <summary>Reads a recipe's examples and makes its network without learning anything.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>How many examples there are.</returns>
    /// <exception cref="UserErrorException">The examples do not fit the recipe.</exception>
    public static TextTaskCounts Count(TextTaskRecipe recipe, CancellationToken cancellation) => recipe.Task.Begin(recipe, new Generator((ulong)recipe.Train.Seed), cancellation).Counts;

    /// <summary>The trainer keeps the weights of the lowest loss: a score of which more is better counts by what it lacks.</summary>
    private sealed class Objective(TextTaskWork work, TaskScore score) : StepObjective
    {
        public override Tensor Loss(long step) => work.Loss(step);

        public override double Measure() => score.AsLoss(work.Look());
    }
}
