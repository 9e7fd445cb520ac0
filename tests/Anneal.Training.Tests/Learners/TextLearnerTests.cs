using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Models;
using Anneal.Tests;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests.Learners;

public sealed class TextLearnerTests
{
    [Theory]
    [InlineData("text-linear", 2, false, 0.15)]
    [InlineData("text-linear", 3, false, 0.2)]
    [InlineData("text-linear", 3, true, 0.1)]
    [InlineData("fasttext", 2, false, 0.2)]
    [InlineData("textcnn", 3, false, 0.2)]
    [InlineData("textcnn", 3, true, 0.15)]
    [InlineData("lstm", 2, false, 0.2)]
    [InlineData("gru", 2, false, 0.2)]
    [InlineData("text-transformer", 2, false, 0.25)]
    public void Learns_and_comes_back_from_its_files(string learner, int classes, bool many, double loss)
    {
        LearningTask task = MadeTexts.Task(learner, 1200, classes, many, train: new TrainChoice(Epochs: 12, Patience: 12, BatchSize: 32, LearningRate: learner == "fasttext" ? 0.02 : 4e-3));
        FittedModel model = LearnerList.For(TaskKind.TextClassification).Single(l => l.Name == learner).Learn(task);

        // One text in fifty is missing, and so cannot be told.
        float[] answers = model.Predict(task.Table, task.Split.Test);
        ValidationLoss.Of(answers, task.Labels.Take(task.Split.Test), OutputLink.Of(task.TrainLabels)).ShouldBeLessThan(loss);
        using TempFolder folder = new();
        ModelFiles.Write(folder.Path, model);
        FittedModel back = ModelFiles.Read(folder.Path);
        back.Predict(task.Table, task.Split.Test).ShouldBe(answers);
        back.ParameterCount.ShouldBe(model.ParameterCount);

        // A row's answer does not depend on the rows beside it, and any text is answered.
        float[] alone = back.Predict(task.Table, [task.Split.Test[3]]);
        for (int k = 0; k < classes; k++) alone[k].ShouldBe(answers[(3 * classes) + k], 1e-5f);
        Table strange = new("strange", ["text"], [[null, "", "\ud83d", new string('长', 3000), "\0\uffff😀", "zzz"]], [1, 2, 3, 4, 5, 6]);
        back.Predict(strange, [0, 1, 2, 3, 4, 5]).ShouldAllBe(p => p >= 0 && p <= 1);
        back.Predict(new Table("other", ["none"], [["x"]], [1]), [0]).Length.ShouldBe(classes);
    }

    [Theory]
    [InlineData("characters")]
    [InlineData("subwords")]
    [InlineData("dictionary-words")]
    public void Other_tokens_learn_and_come_back_too(string tokens)
    {
        using TempFolder folder = new();
        Dictionary<string, object> options = new(StringComparer.Ordinal) { ["tokens"] = tokens, ["vocabulary"] = 600, ["dictionary"] = folder.Write("dict.txt", "good 5\nbad 5\n外卖 4\n") };
        LearningTask task = MadeTexts.Task("textcnn", 400, options: options, train: new TrainChoice(Epochs: 2));
        FittedModel model = new TextCnnLearner().Learn(task);
        ModelFiles.Write(folder.Path, model);
        File.Delete(Path.Combine(folder.Path, "dict.txt"));
        ModelFiles.Read(folder.Path).Predict(task.Table, task.Split.Test).ShouldBe(model.Predict(task.Table, task.Split.Test));
    }

    [Fact]
    public void Words_of_a_dictionary_need_one()
    {
        LearningTask task = MadeTexts.Task("textcnn", 100, options: new Dictionary<string, object>(StringComparer.Ordinal) { ["tokens"] = "dictionary-words" });
        Should.Throw<UserErrorException>(() => new TextCnnLearner().Learn(task)).Message.ShouldContain("dictionary");
    }

    [Theory]
    [InlineData("text-linear")]
    [InlineData("textcnn")]
    public void The_same_seed_gives_the_same_bits(string learner)
    {
        LearningTask task = MadeTexts.Task(learner, 400, train: new TrainChoice(Epochs: 2));
        Learner found = LearnerList.For(TaskKind.TextClassification).Single(l => l.Name == learner);
        found.Learn(task).Predict(task.Table, task.Split.Test).ShouldBe(found.Learn(task).Predict(task.Table, task.Split.Test));
    }

    [Fact]
    public void A_given_strength_is_the_only_one_tried()
    {
        List<LearningEvent> events = [];
        LearningTask task = MadeTexts.Task("text-linear", 400, options: new Dictionary<string, object>(StringComparer.Ordinal) { ["strength"] = 2.0 }) with { Report = events.Add };
        new TextLinearLearner().Learn(task);
        events.OfType<LearningProgressed>().Count().ShouldBe(1);
    }

    [Fact]
    public void Auto_blends_what_the_validation_rows_like()
    {
        List<LearningEvent> events = [];
        LearningTask task = MadeTexts.Task("auto", 400, train: new TrainChoice(TimeBudget: TimeSpan.FromSeconds(6))) with { Report = events.Add };
        FittedModel model = new TextAutoLearner().Learn(task);
        double loss = ValidationLoss.Measure(model, task);
        foreach (LearningFinished one in events.OfType<LearningFinished>()) loss.ShouldBeLessThanOrEqualTo(one.ValidLoss + 1e-6);
        events.OfType<LearningFinished>().First().Learner.ShouldBe("text-linear");
    }
}
