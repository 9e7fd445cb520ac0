using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Models;
using Anneal.Training.Learners;

namespace Anneal.Workflow.Runs;

/// <summary>What is cheap to reach on the same rows: a model is worth its cost by how much it beats these.</summary>
internal static class Baselines
{
    /// <summary>Fits the baselines of a task and measures them.</summary>
    /// <param name="task">The task; its listener does not hear of the baselines.</param>
    /// <param name="measure">Measures a model on the test rows.</param>
    public static ModelScores[] Measure(LearningTask task, Func<FittedModel, Scores> measure)
    {
        int[] test = task.Split.Test;
        Labels labels = task.TrainLabels;
        ModelScores constant = new(ConstantAnswer.Name(labels.Kind), Scores.Measure(ConstantAnswer.For(labels, task.Labels.Take(test))));

        if (task.Kind == TaskKind.TextClassification)
        {
            TextLinearLearner words = new();
            LearningTask once = task with
            {
                Report = _ => { },
                CheckpointFolder = null,
                Options = new LearnerOptions(words.Options, new Dictionary<string, object>(StringComparer.Ordinal) { ["strength"] = 1.0, ["maximum-grams"] = 50_000 }),
            };
            return [new ModelScores("linear, 50,000 n-grams", measure(words.Learn(once))), constant];
        }

        // A network without a hidden layer is logistic or linear regression.
        MlpLearner linear = new();
        if (!linear.Tasks.Contains(task.Kind)) return [constant];
        LearningTask quiet = task with
        {
            Report = _ => { },
            CheckpointFolder = null,
            Train = new TrainChoice(task.Train.Seed, Epochs: 60, Patience: 5, BatchSize: 64, LearningRate: 5e-3),
            Options = new LearnerOptions(linear.Options, new Dictionary<string, object>(StringComparer.Ordinal) { ["hidden"] = Array.Empty<int>(), ["dropout"] = 0.0 }),
        };
        return [new ModelScores(labels.Kind == LabelKind.Number ? "linear-regression" : "logistic-regression", measure(linear.Learn(quiet))), constant];
    }
}
