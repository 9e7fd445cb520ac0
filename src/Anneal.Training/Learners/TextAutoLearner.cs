using System.Diagnostics;
using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Models.Blending;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Training.Learners;

/// <summary>Tries a linear model, convolutions and a recurrent network on texts within a time budget, and blends them as the validation rows say.</summary>
/// <remarks>Networks trained on a few thousand texts are no better than the linear model alone, but they err on other texts.</remarks>
public sealed class TextAutoLearner : Learner
{
    private static readonly TimeSpan LeastBudget = TimeSpan.FromSeconds(30), MostBudget = TimeSpan.FromSeconds(140);

    /// <summary>What the default budget grows by for each training row.</summary>
    private static readonly TimeSpan BudgetOfRow = TimeSpan.FromMilliseconds(2.5);

    /// <inheritdoc/>
    public override string Name => "auto";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TextClassification];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan usual = LeastBudget + (BudgetOfRow * task.Split.Train.Length);
        TimeSpan budget = task.Train.TimeBudget ?? (usual < MostBudget ? usual : MostBudget);
        Learner[] learners = [new TextLinearLearner(), new TextCnnLearner(), new TextRecurrentLearner(RecurrentCell.Gru)];
        List<FittedModel> models = [];
        for (int i = 0; i < learners.Length; i++)
        {
            // The linear model takes what it needs; the networks share what is left.
            TimeSpan left = budget - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero && models.Count > 0)
            {
                task.Report(new LearningCutShort(learners[i].Name));
                continue;
            }

            models.Add(learners[i].Learn(task with
            {
                Options = new LearnerOptions(learners[i].Options),
                Train = new TrainChoice(task.Train.Seed, TimeBudget: left / (learners.Length - i)),
            }));
        }

        double[] shares = BlendShares.Choose([.. models.Select(m => m.Predict(task.Table, task.Split.Valid))], task.ValidLabels, OutputLink.Of(task.TrainLabels));
        (FittedModel Model, double Share)[] members = [.. models.Select((model, i) => (model, shares[i])).Where(m => m.Item2 > 0)];
        return members.Length == 1 ? members[0].Model : new BlendModel(members);
    }
}
