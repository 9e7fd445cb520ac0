using System.Diagnostics;
using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Blending;

namespace Anneal.Training.Learners;

/// <summary>Tries a linear model, trees and a network within a time budget, and blends them as the rows say that they did not learn from.</summary>
/// <remarks>
/// Each kind is fitted once for every fold of the training rows, with that fold held back: to stop by, and to be answered afterwards. So every training row
/// has an answer from a model that did not see it, and those answers, with the validation rows', decide the shares of the blend. Trees are fitted in two ways, and which is better,
/// or what of both, is decided by the same answers. Before all that, <see cref="PairChoice"/> looks for pairs of columns.
/// </remarks>
public sealed class AutoLearner : Learner
{
    /// <summary>Rows from which on folds cost more than they bring: the validation rows are many enough to choose by.</summary>
    private const int ManyRows = 200_000;

    /// <summary>The network sees numbers by bins: its bends make up for what the other two kinds lack.</summary>
    private static readonly Dictionary<string, object> Network = new(StringComparer.Ordinal) { ["hidden"] = new[] { 128, 64 }, ["dropout"] = 0.3, ["bins"] = 16 };

    /// <summary>Many small steps, each by few of the columns: better where many columns say nearly the same, and twice to thrice the work of the usual way.</summary>
    private static readonly Dictionary<string, object> SmallSteps = new(StringComparer.Ordinal) { ["learning-rate"] = 0.02, ["column-share"] = 0.4 };

    private static readonly TimeSpan DefaultBudget = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public override string Name => "auto";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TabularClassification, TaskKind.TabularRegression];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options => [new("folds", 5, 1, 20)];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        long started = Stopwatch.GetTimestamp();
        Learner linear = task.Kind == TaskKind.TabularRegression ? LinearLearner.Regression : LinearLearner.Logistic;
        (Learner Learner, Dictionary<string, object>?[] Ways, int Effort)[] kinds = [(linear, [null], 1), (new BoostedTreesLearner(), [null, SmallSteps], 4), (new MlpLearner(), [Network], 2)];
        TimeSpan budget = task.Train.TimeBudget ?? DefaultBudget;
        IReadOnlyList<NumberPair> pairs = PairChoice.Choose(task);
        if (pairs.Count > 0) task.Report(new PairsChosen(Name, pairs));
        task = task with { Schema = task.Schema with { Pairs = pairs } };
        Folds? folds = task.Options.Integer("folds") > 1 && task.Split.Train.Length < ManyRows ? new Folds(task, task.Options.Integer("folds")) : null;
        List<Candidate> candidates = [];
        for (int i = 0; i < kinds.Length; i++)
        {
            TimeSpan left = budget - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero && candidates.Count > 0)
            {
                task.Report(new LearningCutShort(kinds[i].Learner.Name));
                continue;
            }

            candidates.AddRange(Try(kinds[i].Learner, kinds[i].Ways, task, folds, left * kinds[i].Effort / kinds[i..].Sum(kind => kind.Effort)));
        }

        OutputLink link = OutputLink.Of(task.TrainLabels);
        double[] shares = BlendShares.Choose([.. candidates.Select(c => c.Answers)], task.Labels.Take(candidates[0].Rows), link);
        List<(FittedModel, double)> members = [];
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 0) members.AddRange(candidates[i].Models.Select(model => (model, shares[i] / candidates[i].Models.Count)));
        }

        return members.Count == 1 ? members[0].Item1 : new BlendModel(members);
    }

    /// <summary>Fits one kind of model in each of its ways, as far as there is time for another.</summary>
    private static List<Candidate> Try(Learner learner, Dictionary<string, object>?[] ways, LearningTask task, Folds? folds, TimeSpan budget)
    {
        long started = Stopwatch.GetTimestamp();
        task.Report(new LearningStarted(learner.Name));
        List<Candidate> candidates = [];
        foreach (Dictionary<string, object>? way in ways)
        {
            // A way that would be cut short says nothing about itself.
            TimeSpan spent = Stopwatch.GetElapsedTime(started);
            if (candidates.Count > 0 && spent > budget / 4) break;
            candidates.Add(Fit(learner, way, task, folds, budget - spent, candidates.Count, ways.Length));
        }

        Candidate best = candidates.MinBy(candidate => candidate.ValidLoss)!;
        task.Report(new LearningFinished(learner.Name, best.Models.Sum(model => model.ParameterCount), best.ValidLoss, Stopwatch.GetElapsedTime(started), false));
        return candidates;
    }

    /// <summary>Fits one kind of model in one way, on all folds.</summary>
    private static Candidate Fit(Learner learner, Dictionary<string, object>? options, LearningTask task, Folds? folds, TimeSpan budget, int way, int ways)
    {
        long started = Stopwatch.GetTimestamp();
        int fits = folds?.Count ?? 1;
        List<FittedModel> models = [];
        List<int> rows = [];
        List<float> answers = [];
        float[] valid = new float[task.Split.Valid.Length * task.Labels.Outputs];
        for (int fit = 0; fit < fits; fit++)
        {
            TimeSpan left = budget - Stopwatch.GetElapsedTime(started);
            LearningTask part = folds?.Without(fit) ?? task;
            FittedModel model = learner.Learn(part with
            {
                Options = new LearnerOptions(learner.Options, options),
                Train = new TrainChoice(task.Train.Seed, TimeBudget: left / (fits - fit)),
                Report = happened =>
                {
                    if (happened is LearningCutShort) task.Report(happened);
                },
                CheckpointFolder = FolderOf(task, (way * fits) + fit),
            });
            models.Add(model);
            if (folds is not null)
            {
                rows.AddRange(part.Split.Valid);
                answers.AddRange(model.Predict(task.Table, part.Split.Valid));
            }

            float[] own = model.Predict(task.Table, task.Split.Valid);
            for (int i = 0; i < own.Length; i++) valid[i] += own[i] / fits;
            task.Report(new LearningProgressed(learner.Name, (way * fits) + fit + 1, ways * fits, null));
        }

        rows.AddRange(task.Split.Valid);
        answers.AddRange(valid);
        return new Candidate(models, ValidationLoss.Of(valid, task.ValidLabels, OutputLink.Of(task.TrainLabels)), [.. rows], [.. answers]);
    }

    private static string? FolderOf(LearningTask task, int fit)
    {
        string? folder = task.CheckpointFile(string.Create(CultureInfo.InvariantCulture, $"fold-{fit}"));
        if (folder is not null) Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A kind of model, fitted in one way.</summary>
    /// <param name="Models">One for each fold.</param>
    /// <param name="ValidLoss">The loss on the validation rows.</param>
    /// <param name="Rows">Rows that no model that answered them had learnt from.</param>
    /// <param name="Answers">The answers.</param>
    private sealed record Candidate(List<FittedModel> Models, double ValidLoss, int[] Rows, float[] Answers);
}
