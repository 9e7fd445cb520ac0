using Anneal.Data.Balance;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Insight.Metrics;
using Anneal.Insight.Report;
using Anneal.Insight.Validation;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.Runs;

/// <summary>Learns the recipe's model again from other rows, to tell how far its numbers can be trusted (cross-validation) and whether more data would help (learning curve).</summary>
/// <param name="recipe">What was built.</param>
/// <param name="task">What the model learnt from.</param>
/// <param name="split">The rows' parts, as they were shared out.</param>
/// <param name="listen">Hears what happens.</param>
internal sealed class LearntAgain(Recipe recipe, LearningTask task, DataSplit split, Action<RunEvent> listen)
{
    /// <summary>Metrics over the parts of a cross-validation of all rows, by name; empty when not asked for.</summary>
    public IReadOnlyDictionary<string, FoldSummary> Folds()
    {
        Dictionary<string, FoldSummary> summaries = new(StringComparer.Ordinal);
        int count = recipe.Evaluate.Folds;
        if (count == 0) return summaries;
        int done = 0;
        CrossValidated result = CrossValidation.Run(
            Parts([.. split.Train, .. split.Valid, .. split.Test], count),
            (learn, held) =>
            {
                listen(new LearningAgain(LearningAgainFor.Folds, ++done, count));
                return Answer(WithoutValid(learn), held);
            },
            task.Cancellation);
        foreach (Metric metric in MetricCatalogue.For(task.Labels.Kind))
        {
            if (result.Summarize(metric.Name) is { } summary) summaries.Add(metric.Name, summary);
        }

        return summaries;
    }

    /// <summary>The compared metric on the validation rows by number of training rows; empty when not asked for.</summary>
    /// <param name="reached">What the model itself reached, from all training rows.</param>
    public IReadOnlyList<LearningCurvePoint> Curve(Scores reached)
    {
        if (!recipe.Evaluate.LearningCurve) return [];
        string metric = ModelComparison.Metric(task.Labels.Kind, task.Labels.Outputs).Name;
        int done = 0;
        return LearningCurve.Measure(
            split.Train,
            recipe.Train.Seed,
            rows =>
            {
                if (rows.Length == split.Train.Length) return reached[metric];
                listen(new LearningAgain(LearningAgainFor.Curve, ++done, LearningCurve.Shares.Count - 1));
                return Scores.Measure(Answer(split with { Train = rows }, split.Valid))[metric];
            },
            task.Cancellation);
    }

    private Folds Parts(int[] rows, int count)
    {
        Array.Sort(rows);
        SplitChoice choice = recipe.Data.Split;
        if (choice is { By: SplitKind.Group, Column: { } column })
        {
            IReadOnlyList<string?> groups = task.Table.Column(task.Table.IndexOf(column.Value));
            return Insight.Validation.Folds.Grouped(rows, [.. rows.Select(row => groups[row])], count, recipe.Train.Seed);
        }

        return Insight.Validation.Folds.Stratified(rows, task.Labels, count, recipe.Train.Seed);
    }

    /// <summary>Takes from the rows to learn from as large a part to choose by as the recipe's own split has.</summary>
    private DataSplit WithoutValid(int[] rows)
    {
        int parts = Math.Max(2, (int)Math.Round((double)(split.Train.Length + split.Valid.Length) / split.Valid.Length));
        Folds cut = Parts(rows, parts);
        return new DataSplit(cut.Training(0), cut.Held(0), []);
    }

    private Answers Answer(DataSplit rows, int[] held)
    {
        BalancedRows balanced = BalancedRows.Of(rows.Train, task.Labels, recipe.Train.Balance, recipe.Train.Seed);
        LearningTask again = task with { Split = rows with { Train = balanced.Train }, TrainWeights = balanced.Weights, CheckpointFolder = null, Report = _ => { } };
        return Answers.Of(task.Labels.Take(held), recipe.Model.Learner.Learn(again).Predict(task.Table, held));
    }
}
