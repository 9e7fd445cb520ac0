using System.Diagnostics;
using Anneal.Data.Balance;
using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Insight.Calibration;
using Anneal.Insight.Metrics;
using Anneal.Insight.Report;
using Anneal.Models;
using Anneal.Training;
using Anneal.Training.Learners;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Runs;

/// <summary>Walks a recipe's rows from their source to a bundle: once, forward.</summary>
/// <param name="recipe">What to build.</param>
/// <param name="outFolder">The folder that the bundle is put into; it is made when it is not there.</param>
/// <param name="listen">Hears what happens, as it happens, on the calling thread.</param>
/// <param name="clock">Tells the time for the bundle's name.</param>
/// <param name="language">The language of the report.</param>
public sealed class RecipeRun(Recipe recipe, string outFolder, Action<RunEvent> listen, TimeProvider? clock = null, Language language = Language.English)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly List<LearnerResult> results = [];
    private readonly List<string> cutShort = [];
    private readonly List<Message> told = [];
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

        RecipeData data = ReadData();
        (Table table, TableSchema schema, Labels labels, DataSplit split) = (data.Table, data.Schema, data.Labels, data.Split);
        listen(new DataSplitUp(split.Train.Length, split.Valid.Length, split.Test.Length));

        RunFolder folder = RunFolder.Open(outFolder, recipe.Name, RecipeWriter.Write(recipe, schema, outFolder), resume);
        using EpochLog epochs = new(folder.Path);
        epochLog = epochs;
        BalancedRows balanced = BalancedRows.Of(split.Train, labels, recipe.Train.Balance, recipe.Train.Seed);
        LearningTask task = new(recipe.Task, table, schema, labels, split with { Train = balanced.Train }, recipe.Train, recipe.Model.Options)
        {
            TrainWeights = balanced.Weights,
            Report = Hear,
            CheckpointFolder = folder.Path,
            Cancellation = cancellation,
        };
        RequireTwoClasses(labels);
        FittedModel model = recipe.Model.Learner.Learn(task);
        Answers valid = Answer(model, task, split.Valid);
        Decision decision = recipe.Evaluate is { Calibrate: false, Threshold: null } ? new Decision() : Decision.Learn(valid, recipe.Evaluate.Calibrate, recipe.Evaluate.Threshold);
        Answers test = decision.Apply(Answer(model, task, split.Test));
        Scores scores = Scores.Measure(test);
        Scores validScores = Scores.Measure(decision.Apply(valid));
        Baseline[] baselines = Baselines.Answer(task, recipe.Model.Learner.Name, fitted => Answer(fitted, task, split.Test));
        Costs costs = Costs.Measure(Path.Combine(folder.Path, recipe.Model.Learner.Name), table, split.Test);
        LearntAgain again = new(recipe, task, split, listen);
        RunMetrics metrics = new(
            scores,
            validScores,
            [.. baselines.Select(baseline => new ModelScores(baseline.Name, Scores.Measure(baseline.Answers)))],
            [.. recipe.Targets.Select(target => TargetMetrics.Judge(target, scores, costs))],
            costs,
            results,
            training,
            new RowCounts(split.Train.Length, split.Valid.Length, split.Test.Length))
        {
            Findings = data.Quality.Findings,
            CutShort = cutShort,
            Decision = decision,
            Folds = again.Folds(),
            LearningCurve = again.Curve(validScores),
        };

        cancellation.ThrowIfCancellationRequested();
        epochs.Dispose();
        DateTimeOffset now = clock.GetLocalNow();
        ExampleRow example = new(table, schema, split.Test[0], sharedWords: recipe.Task is TaskKind.TabularClassification or TaskKind.TabularRegression);
        ReportContent report = new RunReport(recipe, task, [.. Findings(data), .. told.Select(notice => new ReportFinding(Serious: false, notice, RecipeMessages.PairsAdvice)), .. cutShort.Select(learner => new ReportFinding(Serious: false, RecipeMessages.CutShort(learner), RecipeMessages.CutShortAdvice))]).Make(model, test, baselines, metrics, now, Stopwatch.GetElapsedTime(started));
        string bundle = Bundle.Write(outFolder, now, recipe, new BundleContent(model, schema, metrics, epochs.File, report, example, language));
        folder.Delete();
        RunResult result = new(
            bundle,
            recipe.Model.Learner.Name,
            schema,
            metrics,
            example.Json(bundle),
            Stopwatch.GetElapsedTime(started));
        listen(new RunFinished(result));
        return result;
    }

    private void RequireTwoClasses(Labels labels)
    {
        if (recipe.Evaluate.Threshold is not null && (labels.Kind != LabelKind.OneClass || labels.Names.Count != 2))
            throw new UserErrorException(RecipeMessages.ThresholdNeedsTwoClasses(labels.Names.Count), RecipeMessages.ThresholdNeedsTwoClassesWayOut, recipe.Evaluate.ThresholdPlace);
    }

    private RecipeData ReadData()
    {
        RecipeData data = RecipeData.Read(recipe);
        listen(new TableRead(data.Table.RowCount, data.Schema));
        foreach (Message notice in data.Notices) listen(new Noticed(notice));
        listen(new DataChecked(data.Quality));
        data.RequireNoErrors();
        return data;
    }

    private static ReportFinding[] Findings(RecipeData data) =>
    [
        .. data.Quality.Findings.Select(finding => new ReportFinding(finding.Severity != Severity.Note, finding.What, finding.Advice)),
        .. data.Notices.Select(notice => new ReportFinding(Serious: false, notice, new Message("", ""))),
    ];

    private void Hear(LearningEvent happened)
    {
        if (happened is TrainingFinished finished) training = finished.Outcome;
        if (happened is LearningFinished done) results.Add(new LearnerResult(done.Learner, done.ValidLoss, done.Duration.TotalSeconds));
        epochLog?.Hear(happened);
        listen(new Learning(happened));
        if (happened is PairsChosen chosen)
        {
            told.Add(RecipeMessages.Pairs([.. chosen.Pairs.Select(pair => pair.Name)]));
            listen(new Noticed(told[^1]));
        }

        if (happened is not LearningCutShort cut || cutShort.Contains(cut.Learner)) return;
        cutShort.Add(cut.Learner);
        listen(new Noticed(RecipeMessages.CutShort(cut.Learner)));
    }

    private static Answers Answer(FittedModel model, LearningTask task, int[] rows) => Answers.Of(task.Labels.Take(rows), model.Predict(task.Table, rows));
}
