using System.Diagnostics;
using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Models.Trees;
using Anneal.Training.Trees;

namespace Anneal.Training.Learners;

/// <summary>Gradient-boosted trees over a table's rows, stopped by the validation rows.</summary>
public sealed class BoostedTreesLearner : Learner
{
    /// <inheritdoc/>
    public override string Name => "boosted-trees";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TabularClassification, TaskKind.TabularRegression];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("rounds", 3000, 1, 100_000),
        new("patience", 60, 1, 100_000),
        new("learning-rate", 0.05, 1e-4, 1),
        new("leaves", 31, 2, 4096),
        new("depth", 8, 1, 64),
        new("growth", "best-first", Names: ["best-first", "by-depth"]),
        new("min-child-weight", 1.0, 0, 1e9),
        new("l2", 1.0, 0, 1e9),
        new("row-share", 0.8, 0.01, 1),
        new("column-share", 0.8, 0.01, 1),
    ];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        LearnerOptions said = task.Options;
        TreeOptions options = new()
        {
            Rounds = said.Integer("rounds"),
            Patience = said.Integer("patience"),
            LearningRate = said.Number("learning-rate"),
            Leaves = said.Integer("leaves"),
            Depth = said.Integer("depth"),
            BestFirst = said.Text("growth") == "best-first",
            MinChildWeight = said.Number("min-child-weight"),
            L2 = said.Number("l2"),
            RowShare = said.Number("row-share"),
            ColumnShare = said.Number("column-share"),
            Seed = (ulong)task.Train.Seed,
        };
        long started = Stopwatch.GetTimestamp();
        OutputLink link = OutputLink.Of(task.TrainLabels);
        TreesModelConfig config = new(TreeInputs.Fit(task.Table, task.Schema, task.Split.Train), task.Labels.Outputs, link);
        TreeOutcome outcome = new BoostedTrees(options, Hear).Fit(
            config.Inputs.Read(task.Table, task.Split.Train),
            Loss(task.TrainLabels, link),
            task.TrainWeights,
            config.Inputs.Read(task.Table, task.Split.Valid),
            Loss(task.ValidLabels, link),
            cancellation: task.Cancellation);
        return new TreesModel(config, outcome.Trees);

        bool Hear(int round, double loss)
        {
            if (round % 10 == 0) task.Report(new LearningProgressed(Name, round, options.Rounds, loss));
            bool outOfTime = round < options.Rounds && Stopwatch.GetElapsedTime(started) > task.Train.TimeBudget;
            if (outOfTime) task.Report(new LearningCutShort(Name));
            return !outOfTime;
        }
    }

    internal static TreeLoss Loss(Labels labels, OutputLink link) => labels.Kind switch
    {
        LabelKind.Number => TreeLoss.Squares(Array.ConvertAll(labels.Values, v => (float)((v - link.Mean) / link.Deviation))),
        _ when labels.Outputs == 2 => TreeLoss.Logistic(Array.ConvertAll(labels.Classes, c => (float)c)),
        _ => TreeLoss.Softmax(labels.Classes, labels.Outputs),
    };
}
