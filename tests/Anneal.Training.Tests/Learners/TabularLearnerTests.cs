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
        events.OfType<LearningFinished>().Single().ValidLoss.ShouldBeLessThan(loss);
        events.OfType<LearningProgressed>().ShouldNotBeEmpty();
        ReadBack(model).Predict(task.Table, task.Split.Test).ShouldBe(answers);
    }

    [Fact]
    public void A_blend_answers_with_the_weighted_mean_of_its_members()
    {
        LearningTask task = MadeTable.Task(TaskKind.TabularClassification, 600, "boosted-trees");
        FittedModel trees = new BoostedTreesLearner().Learn(task), linear = LinearLearner.Logistic.Learn(task);
        FittedModel blend = new BlendModel([(trees, 0.75), (linear, 0.25)]);
        float[] a = trees.Predict(task.Table, task.Split.Test), b = linear.Predict(task.Table, task.Split.Test), both = blend.Predict(task.Table, task.Split.Test);
        for (int i = 0; i < both.Length; i++) both[i].ShouldBe((0.75f * a[i]) + (0.25f * b[i]), 1e-6f);
        ReadBack(blend).Predict(task.Table, task.Split.Test).ShouldBe(both);
    }

    private static FittedModel ReadBack(FittedModel model)
    {
        using TempFolder folder = new();
        ModelFiles.Write(folder.Path, model);
        return ModelFiles.Read(folder.Path);
    }
}
