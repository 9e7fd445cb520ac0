using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Models;
using Anneal.Training.Learners;

namespace Anneal.Workflow.Runs;

/// <summary>What is cheap to reach on the same rows: a model is worth its cost by how much it beats these.</summary>
internal static class Baselines
{
    /// <summary>Fits the baselines of a task and asks them about the rows held back.</summary>
    /// <param name="task">The task; its listener does not hear of the baselines.</param>
    /// <param name="learner">Who learns: a baseline that is the same is left out.</param>
    /// <param name="answer">Asks a model about the test rows.</param>
    public static Baseline[] Answer(LearningTask task, string learner, Func<FittedModel, Answers> answer)
    {
        int[] test = task.Split.Test;
        Labels labels = task.TrainLabels;
        Baseline constant = new(ConstantAnswer.Name(labels.Kind), ConstantAnswer.For(labels, task.Labels.Take(test)));

        if (task.Kind == TaskKind.TextClassification)
        {
            TextLinearLearner words = new();
            LearningTask once = task with
            {
                Report = _ => { },
                CheckpointFolder = null,
                Options = new LearnerOptions(words.Options, new Dictionary<string, object>(StringComparer.Ordinal) { ["strength"] = 1.0, ["maximum-grams"] = 50_000 }),
            };
            return [new Baseline("linear, 50,000 n-grams", answer(words.Learn(once))), constant];
        }

        // A network without a hidden layer is logistic or linear regression.
        MlpLearner linear = new();
        string name = labels.Kind == LabelKind.Number ? "linear-regression" : "logistic-regression";
        if (!linear.Tasks.Contains(task.Kind) || learner == name) return [constant];
        LearningTask quiet = task with
        {
            Report = _ => { },
            CheckpointFolder = null,
            Train = new TrainChoice(task.Train.Seed, Epochs: 60, Patience: 5, BatchSize: 64, LearningRate: 5e-3),
            Options = new LearnerOptions(linear.Options, new Dictionary<string, object>(StringComparer.Ordinal) { ["hidden"] = Array.Empty<int>(), ["dropout"] = 0.0 }),
        };
        return [new Baseline(name, answer(linear.Learn(quiet))), constant];
    }
}
