using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Calibration;
using Anneal.Insight.Curves;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Explanation;
using Anneal.Insight.Metrics;
using Anneal.Insight.Report;
using Anneal.Models;
using Anneal.Training;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Reports;

/// <summary>Puts together what a run's report tells.</summary>
/// <param name="recipe">What was built.</param>
/// <param name="task">What the model learnt from.</param>
/// <param name="findings">What was noticed about the data.</param>
internal sealed class RunReport(Recipe recipe, LearningTask task, IReadOnlyList<ReportFinding> findings)
{
    private const int MostNumbers = 5000;

    /// <summary>Explaining a model must not take longer than this, or it is left out.</summary>
    private static readonly TimeSpan ExplanationBudget = TimeSpan.FromSeconds(8);

    /// <summary>Evaluates the model on the rows held back, and gathers the rest.</summary>
    /// <param name="model">The model.</param>
    /// <param name="test">Its answers on the rows held back.</param>
    /// <param name="baselines">The baselines' answers on the same rows.</param>
    /// <param name="metrics">What was measured.</param>
    /// <param name="made">When.</param>
    /// <param name="duration">How long the run took so far.</param>
    public ReportContent Make(FittedModel model, Answers test, IReadOnlyList<Baseline> baselines, RunMetrics metrics, DateTimeOffset made, TimeSpan duration) => new(
        recipe.Name,
        TaskNames.Describe(recipe.Task),
        made,
        Data(metrics.Rows),
        [
            new ReportModel(ModelNames.Of(recipe.Model.Learner.Name), Baseline: false, metrics.Test.Values, Advantage: null),
            .. baselines.Select((baseline, i) => new ReportModel(ModelNames.Of(baseline.Name), Baseline: true, metrics.Baselines[i].Scores.Values, ModelComparison.Advantage(test, baseline.Answers, task.Train.Seed))),
        ],
        Evaluation.Measure(task.Table, task.Schema, task.Split.Test, test, task.Train.Seed),
        metrics.Valid,
        [.. metrics.Targets.Select((target, i) => new ReportTarget(target.Metric, target.Target, target.Shown, target.Met, recipe.Targets[i].Limit))],
        Learning(model, metrics),
        Commands: [],
        RecipeWriter.Write(recipe, task.Schema, Path.GetDirectoryName(Path.GetFullPath(recipe.File))!),
        Facts(model, metrics.Decision, duration))
    {
        Tried = [.. metrics.Learning.Select(result => new ReportLearner(ModelNames.Of(result.Learner), result.ValidLoss, result.Seconds))],
    };

    private ReportData Data(RowCounts parts)
    {
        Labels labels = task.Labels;
        int[] rows = new int[labels.Kind == LabelKind.Number ? 0 : labels.Names.Count];
        if (labels.Kind == LabelKind.OneClass)
        {
            foreach (int label in labels.Classes) rows[label]++;
        }
        else if (labels.Kind == LabelKind.ManyClasses)
        {
            for (int i = 0; i < labels.Values.Length; i++) rows[i % rows.Length] += labels.Values[i] > 0 ? 1 : 0;
        }

        int step = (labels.Count + MostNumbers - 1) / MostNumbers;
        return new ReportData(
            task.Table.File,
            task.Table.RowCount,
            parts.Train,
            parts.Valid,
            parts.Test,
            [.. task.Schema.Columns.Select(column => column with { KnownValues = null })],
            [.. rows.Select((count, k) => KeyValuePair.Create(labels.Names[k], count))],
            labels.Kind == LabelKind.Number ? [.. labels.Values.Where((_, i) => i % step == 0).Select(value => (double)value)] : [],
            findings);
    }

    private ReportLearning Learning(FittedModel model, RunMetrics metrics) => new(
        metrics.Training is null ? [] : [.. metrics.Training.History.Select(epoch => new CurvePoint(epoch.Epoch, Math.Round(epoch.TrainLoss, 6)))],
        metrics.Training is null ? [] : [.. metrics.Training.History.Select(epoch => new CurvePoint(epoch.Epoch, Math.Round(epoch.ValidLoss, 6)))],
        metrics.Training?.BestEpoch ?? 0,
        metrics.LearningCurve,
        ModelComparison.Metric(task.Labels.Kind, task.Labels.Outputs).Name,
        Importances(model),
        metrics.Folds);

    /// <summary>How much the model leans on each column; of one column alone, or of pictures, that says nothing.</summary>
    private IReadOnlyList<ColumnImportance> Importances(FittedModel model)
    {
        ColumnSchema[] features = [.. task.Schema.Features];
        if (features.Length < 2 || Array.Exists(features, column => column.Type == ColumnType.Image)) return [];
        return PermutationImportance.Measure(
            task.Table,
            features.Select(column => column.Name),
            task.Split.Test,
            Answer,
            ModelComparison.Metric(task.Labels.Kind, task.Labels.Outputs),
            task.Train.Seed,
            ExplanationBudget,
            task.Cancellation);

        Answers Answer(Table rows, int[] places) => Answers.Of(task.Labels.Take(places), model.Predict(rows, [.. Enumerable.Range(0, rows.RowCount)]));
    }

    private ReportFact[] Facts(FittedModel model, Decision decision, TimeSpan duration) =>
    [
        .. RunFacts.Of(task.Train.Seed, model.ParameterCount),
        .. Facts(decision),
        RunFacts.Time(duration),
    ];

    private static IEnumerable<ReportFact> Facts(Decision decision)
    {
        if (decision.Temperature != 1) yield return new ReportFact(new Message("Temperature", "温度"), decision.Temperature.ToString("0.000", CultureInfo.InvariantCulture));
        if (decision.Threshold is { } threshold) yield return new ReportFact(new Message("Decision threshold", "决策阈值"), threshold.ToString("0.000", CultureInfo.InvariantCulture));
    }
}
