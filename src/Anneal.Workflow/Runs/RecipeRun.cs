using System.Diagnostics;
using Anneal.Data.Batches;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Insight.Metrics;
using Anneal.Models.Tabular;
using Anneal.Training;
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

    /// <summary>Runs the recipe.</summary>
    /// <param name="cancellation">Stops the run between two steps; nothing is left behind then.</param>
    /// <exception cref="UserErrorException">The data does not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public RunResult Execute(CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        listen(new RecipeRead(recipe));

        (Table table, TableSchema schema) = ReadTable();
        int[] labels = ClassNumbers.Of(table, schema);
        DataSplit split = RandomSplit.Make(labels, recipe.Data.Split);
        TabularPreprocessing preprocessing = TabularPreprocessing.Fit(table, schema, split.Train);
        LabelledRows train = Rows(table, labels, preprocessing, split.Train);
        LabelledRows valid = Rows(table, labels, preprocessing, split.Valid);
        LabelledRows test = Rows(table, labels, preprocessing, split.Test);
        listen(new DataPrepared(split.Train.Length, split.Valid.Length, split.Test.Length, train.Features.Width));

        MlpConfig config = new(train.Features.Width, recipe.Model.Hidden, schema.Classes.Count, recipe.Model.Dropout);
        (Mlp model, TrainingOutcome outcome) = Train(config, train, valid, cancellation);
        ModelScores[] baselines = Baselines(config, train, valid, test, schema, cancellation);

        ClassificationScores scores = Measure(model, test, schema);
        TargetResult[] targets = [.. recipe.Targets.Select(target => TargetMetrics.Judge(target, scores))];
        RunMetrics metrics = new(
            scores,
            Measure(model, valid, schema),
            baselines,
            targets,
            outcome,
            new RowCounts(split.Train.Length, split.Valid.Length, split.Test.Length));

        cancellation.ThrowIfCancellationRequested();
        string bundle = Bundle.Write(outFolder, clock.GetLocalNow(), recipe, new BundleContent(config, model, schema, preprocessing, metrics));
        RunResult result = new(
            bundle,
            recipe.Model.Architecture,
            schema,
            metrics,
            ExampleRow.Write(table, schema, split.Test[0]),
            Stopwatch.GetElapsedTime(started));
        listen(new RunFinished(result));
        return result;
    }

    private (Table Table, TableSchema Schema) ReadTable()
    {
        Table read = CsvSource.Read(recipe.Data.Source, recipe.Data.SourceShownAs, recipe.Data.SourcePlace);
        List<Message> notices = [];
        Table table = MissingLabels.Drop(read, SchemaInference.LabelName(read, recipe.Data.Columns), notices);
        TableSchema schema = SchemaInference.Infer(table, recipe.Data.Columns, notices);
        listen(new TableRead(table.RowCount, schema));
        foreach (Message notice in notices) listen(new Noticed(notice));
        return (table, schema);
    }

    private (Mlp Model, TrainingOutcome Outcome) Train(MlpConfig config, LabelledRows train, LabelledRows valid, CancellationToken cancellation)
    {
        Mlp model = new(config, (ulong)recipe.Train.Seed);
        listen(new TrainingStarted(model.ParameterCount, recipe.Train.Epochs));
        Trainer trainer = new(
            new TrainerOptions(
                recipe.Train.Epochs,
                recipe.Train.Patience,
                recipe.Train.BatchSize,
                recipe.Train.Seed,
                recipe.Train.Optimizer.LearningRate,
                recipe.Train.Optimizer.WeightDecay),
            report => listen(new EpochFinished(report)));
        TrainingOutcome outcome = trainer.Fit(model, train, valid, cancellation);
        listen(new TrainingFinished(outcome));
        return (model, outcome);
    }

    /// <summary>What is cheap to reach on the same rows: a network without a hidden layer is logistic regression.</summary>
    private ModelScores[] Baselines(MlpConfig config, LabelledRows train, LabelledRows valid, LabelledRows test, TableSchema schema, CancellationToken cancellation)
    {
        Mlp linear = new(config with { Hidden = [], Dropout = 0 }, (ulong)recipe.Train.Seed);
        new Trainer(new TrainerOptions(Epochs: 60, Patience: 5, BatchSize: 64, recipe.Train.Seed, LearningRate: 5e-3, WeightDecay: 0.01)).Fit(linear, train, valid, cancellation);
        float[] majority = MajorityClass.Probabilities(train.Labels, test.Labels.Length, schema.Classes.Count);
        return
        [
            new ModelScores("logistic-regression", Measure(linear, test, schema)),
            new ModelScores("majority-class", ClassificationScores.Measure(test.Labels, majority, schema.Classes)),
        ];
    }

    private static LabelledRows Rows(Table table, int[] labels, TabularPreprocessing preprocessing, int[] rows) =>
        new(preprocessing.Transform(table, rows), Array.ConvertAll(rows, row => labels[row]));

    private static ClassificationScores Measure(Mlp model, LabelledRows rows, TableSchema schema) =>
        ClassificationScores.Measure(rows.Labels, model.Probabilities(rows.Features), schema.Classes);
}
