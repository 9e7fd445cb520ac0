using System.Diagnostics;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Vision.Sources;
using Anneal.Insight.Metrics;
using Anneal.Models;
using Anneal.Training;
using Anneal.Training.Learners;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Runs;

/// <summary>Walks a recipe's rows from their source to a bundle: once, forward.</summary>
/// <param name="recipe">What to build.</param>
/// <param name="outFolder">The folder that the bundle is put into; it is made when it is not there.</param>
/// <param name="listen">Hears what happens, as it happens, on the calling thread.</param>
/// <param name="clock">Tells the time for the bundle's name.</param>
public sealed class RecipeRun(Recipe recipe, string outFolder, Action<RunEvent> listen, TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly List<LearnerResult> results = [];
    private TrainingOutcome? training;
    private EpochLog? epochLog;

    /// <summary>Runs the recipe.</summary>
    /// <param name="resume">Whether to go on from what a stopped run of the same recipe had reached.</param>
    /// <param name="cancellation">Stops the run between two steps; it can be resumed.</param>
    /// <exception cref="UserErrorException">The data does not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public RunResult Execute(bool resume = false, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        listen(new RecipeRead(recipe));

        (Table table, TableSchema inferred) = ReadTable();
        Labels labels = Labels.Of(table, inferred);
        DataSplit split = TableSplit.Make(table, labels, recipe.Data.Split);
        TableSchema schema = inferred.WithKnownValues(table, split.Train);
        listen(new DataSplitUp(split.Train.Length, split.Valid.Length, split.Test.Length));

        RunFolder folder = RunFolder.Open(outFolder, recipe, RecipeWriter.Write(recipe, schema, outFolder), resume);
        using EpochLog epochs = new(folder.Path);
        epochLog = epochs;
        LearningTask task = new(recipe.Task, table, schema, labels, split, recipe.Train, recipe.Model.Options)
        {
            Report = Hear,
            CheckpointFolder = folder.Path,
            Cancellation = cancellation,
        };
        FittedModel model = recipe.Model.Learner.Learn(task);
        Scores scores = Measure(model, table, labels, split.Test);
        Costs costs = Costs.Measure(Path.Combine(folder.Path, recipe.Model.Learner.Name), table, split.Test);
        RunMetrics metrics = new(
            scores,
            Measure(model, table, labels, split.Valid),
            Baselines.Measure(task, fitted => Measure(fitted, table, labels, split.Test)),
            [.. recipe.Targets.Select(target => TargetMetrics.Judge(target, scores, costs))],
            costs,
            results,
            training,
            new RowCounts(split.Train.Length, split.Valid.Length, split.Test.Length));

        cancellation.ThrowIfCancellationRequested();
        epochs.Dispose();
        string bundle = Bundle.Write(outFolder, clock.GetLocalNow(), recipe, new BundleContent(model, schema, metrics, epochs.File));
        folder.Delete();
        RunResult result = new(
            bundle,
            recipe.Model.Learner.Name,
            schema,
            metrics,
            ExampleRow.Write(table, schema, split.Test[0]),
            Stopwatch.GetElapsedTime(started));
        listen(new RunFinished(result));
        return result;
    }

    private (Table Table, TableSchema Schema) ReadTable()
    {
        Table marked = GivenParts.Mark(recipe.Task == TaskKind.ImageClassification ? ImageTable.Read(recipe.Data.Source) : TableSource.Read(recipe.Data.Source), recipe.Data.Split, recipe.Data.Source);
        (Table read, ColumnChoice columns) = LabelFlags.Join(marked, recipe.Data.Columns);
        List<Message> notices = [];
        string label = SchemaInference.LabelName(read, recipe.Task, columns);
        Table table = ChosenClasses.Keep(MissingLabels.Drop(read, label, notices), label, columns);
        TableSchema schema = SchemaInference.Infer(table, recipe.Task, columns, notices);
        listen(new TableRead(table.RowCount, schema));
        foreach (Message notice in notices) listen(new Noticed(notice));
        return (table, schema);
    }

    private void Hear(LearningEvent happened)
    {
        if (happened is TrainingFinished finished) training = finished.Outcome;
        if (happened is LearningFinished done) results.Add(new LearnerResult(done.Learner, done.ValidLoss, done.Duration.TotalSeconds));
        epochLog?.Hear(happened);
        listen(new Learning(happened));
    }

    private static Scores Measure(FittedModel model, Table table, Labels labels, int[] rows) =>
        Scores.Measure(Answers.Of(labels.Take(rows), model.Predict(table, rows)));
}
