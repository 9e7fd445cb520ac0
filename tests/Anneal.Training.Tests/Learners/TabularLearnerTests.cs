using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Models.Blending;
using Anneal.Tests;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests.Learners;

public sealed class TabularLearnerTests
{
    [Theory]
    [InlineData("boosted-trees", TaskKind.TabularClassification, 2, 0.16)]
    [InlineData("boosted-trees", TaskKind.TabularClassification, 3, 0.25)]
    [InlineData("boosted-trees", TaskKind.TabularRegression, 1, 0.01)]
    [InlineData("auto", TaskKind.TabularClassification, 2, 0.15)]
    [InlineData("auto", TaskKind.TabularRegression, 1, 0.01)]
    [InlineData("mlp", TaskKind.TabularClassification, 2, 0.25)]
    [InlineData("tabular-transformer", TaskKind.TabularClassification, 2, 0.35)]
    [InlineData("tabular-transformer", TaskKind.TabularRegression, 1, 0.15)]
    [InlineData("logistic-regression", TaskKind.TabularClassification, 2, 0.35)]
    [InlineData("logistic-regression", TaskKind.TabularClassification, 3, 0.65)]
    [InlineData("linear-regression", TaskKind.TabularRegression, 1, 0.35)]
    public void Learns_and_comes_back_from_its_files(string learner, TaskKind kind, int classes, double loss)
    {
        LearningTask task = MadeTable.Task(kind, 1500, learner, classes);
        List<LearningEvent> events = [];
        FittedModel model = LearnerList.For(kind).Single(l => l.Name == learner).Learn(task with { Report = events.Add });

        float[] answers = model.Predict(task.Table, task.Split.Test);
        ValidationLoss.Of(answers, task.Labels.Take(task.Split.Test), OutputLink.Of(task.TrainLabels)).ShouldBeLessThan(loss);
        events.OfType<LearningFinished>().Last().ValidLoss.ShouldBeLessThan(loss);
        events.Count.ShouldBeGreaterThan(3);
        ReadBack(model).Predict(task.Table, task.Split.Test).ShouldBe(answers);
    }

    [Fact]
    public void A_blend_answers_with_the_weighted_mean_of_its_members()
    {
        LearningTask task = MadeTable.Task(TaskKind.TabularClassification, 600, "boosted-trees");
        FittedModel trees = new BoostedTreesLearner().Learn(task), linear = LinearLearner.Logistic.Learn(task with { Options = new LearnerOptions(LinearLearner.Logistic.Options) });
        FittedModel blend = new BlendModel([(trees, 0.75), (linear, 0.25)]);
        float[] a = trees.Predict(task.Table, task.Split.Test), b = linear.Predict(task.Table, task.Split.Test), both = blend.Predict(task.Table, task.Split.Test);
        for (int i = 0; i < both.Length; i++) both[i].ShouldBe((0.75f * a[i]) + (0.25f * b[i]), 1e-6f);
        ReadBack(blend).Predict(task.Table, task.Split.Test).ShouldBe(both);
    }

    [Fact]
    public void Shares_go_to_the_models_that_help()
    {
        Labels labels = Labels.OfNumbers([1, 2, 3, 4]);
        OutputLink link = OutputLink.Of(labels);

        // Two whose errors are each other's opposite, and one that is as wrong as either on the same side.
        double[] shares = BlendShares.Choose([[1.5f, 1.5f, 3.5f, 3.5f], [0.5f, 2.5f, 2.5f, 4.5f], [1.6f, 1.4f, 3.6f, 3.4f]], labels, link);
        shares[0].ShouldBe(0.5, 0.05);
        shares[1].ShouldBe(0.5, 0.05);
        shares[2].ShouldBe(0);
    }

    [Fact]
    public void Folds_hold_every_row_back_once_and_keep_copies_of_a_row_together()
    {
        LearningTask task = MadeTable.Task(TaskKind.TabularClassification, 300, "auto");
        task = task with { Split = task.Split with { Train = [.. task.Split.Train, .. task.Split.Train.Take(40)] } };
        Folds folds = new(task, 5);
        List<int> held = [];
        for (int fold = 0; fold < 5; fold++)
        {
            LearningTask part = folds.Without(fold);
            part.Split.Train.Intersect(part.Split.Valid).ShouldBeEmpty();
            part.Split.Train.Union(part.Split.Valid).Order().ShouldBe(task.Split.Train.Distinct().Order());
            part.Split.Valid.Length.ShouldBeInRange(34, 38);
            held.AddRange(part.Split.Valid);
        }

        held.Order().ShouldBe(task.Split.Train.Distinct().Order());
    }

    private static FittedModel ReadBack(FittedModel model)
    {
        using TempFolder folder = new();
        ModelFiles.Write(folder.Path, model);
        return ModelFiles.Read(folder.Path);
    }
}
