using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Vision.Sources;
using Anneal.Models;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests;

public sealed class ImageLearnerTests
{
    private const int Side = 14;

    public static TheoryData<string> Learners() => [.. LearnerList.For(TaskKind.ImageClassification).Where(l => l is not ImageAutoLearner).Select(l => l.Name)];

    public static TheoryData<string> Networks() => [.. LearnerList.For(TaskKind.ImageClassification).OfType<ImageLearner>().Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Crosses_are_told_from_rings_and_so_after_a_way_through_files(string name)
    {
        Learner learner = LearnerList.For(TaskKind.ImageClassification).First(l => l.Name == name);
        LearningTask task = Task(learner);
        FittedModel model = learner.Learn(task);
        float[] answers = model.Predict(task.Table, task.Split.Test);
        int right = 0;
        for (int i = 0; i < task.Split.Test.Length; i++) right += (answers[2 * i] > 0.5f ? 0 : 1) == task.Labels.Classes[task.Split.Test[i]] ? 1 : 0;
        right.ShouldBeGreaterThan((int)((name == "texture" ? 0.7 : 0.9) * task.Split.Test.Length)); // a surface says less of a shape than the pixels do

        using var folder = new TempFolder();
        ModelFiles.Write(folder.Path, model);
        ModelFiles.Read(folder.Path).Predict(task.Table, task.Split.Test).ShouldBe(answers);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_seed_gives_the_same_answers(string name)
    {
        Learner learner = LearnerList.For(TaskKind.ImageClassification).First(l => l.Name == name);
        float[] Once()
        {
            LearningTask task = Task(learner, epochs: 2);
            return learner.Learn(task).Predict(task.Table, task.Split.Test);
        }
        Once().ShouldBe(Once());
    }

    [Fact]
    public void Pictures_laid_over_each_other_teach_as_well_and_the_same_each_time()
    {
        SimpleCnnLearner learner = new();
        LearningTask task = Task(learner);
        task = task with { Options = new LearnerOptions(learner.Options, new Dictionary<string, object>(StringComparer.Ordinal) { ["mixup"] = 0.4 }) };
        float[] answers = learner.Learn(task).Predict(task.Table, task.Split.Test);
        Enumerable.Range(0, task.Split.Test.Length).Count(i => (answers[2 * i] > 0.5f ? 0 : 1) == task.Labels.Classes[task.Split.Test[i]]).ShouldBeGreaterThan((int)(0.9 * task.Split.Test.Length));
        learner.Learn(task).Predict(task.Table, task.Split.Test).ShouldBe(answers);
        answers.ShouldNotBe(learner.Learn(Task(learner)).Predict(task.Table, task.Split.Test));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    public void Shares_follow_the_beta_distribution(double strength)
    {
        Generator random = new(5);
        double[] shares = [.. Enumerable.Range(0, 4000).Select(_ => Mixup.Share(strength, random))];
        shares.Average().ShouldBe(0.5, 0.03);
        shares.Average(share => (share - 0.5) * (share - 0.5)).ShouldBe(1 / (4 * ((2 * strength) + 1)), 0.01);
    }

    /// <summary>Noisy crosses and rings somewhere in the picture.</summary>
    private static LearningTask Task(Learner learner, int epochs = 20)
    {
        const int Count = 300;
        var random = new Random(3);
        byte[] pixels = new byte[Count * Side * Side];
        string?[] labels = new string?[Count];
        for (int n = 0; n < Count; n++)
        {
            bool cross = n % 2 == 0;
            labels[n] = cross ? "cross" : "ring";
            double middleX = random.Next(5, 9), middleY = random.Next(5, 9);
            for (int i = 0; i < Side * Side; i++)
            {
                double x = (i % Side) - middleX, y = (i / Side) - middleY;
                bool ink = cross ? Math.Min(Math.Abs(x), Math.Abs(y)) < 0.6 && Math.Max(Math.Abs(x), Math.Abs(y)) < 4 : Math.Abs(Math.Sqrt((x * x) + (y * y)) - 3) < 0.7;
                pixels[(n * Side * Side) + i] = (byte)Math.Clamp((ink ? 190 : 50) + random.Next(-45, 46), 0, 255);
            }
        }

        var images = new ArrayImages();
        images.Add("made", Tensor.From(pixels, [Count, Side, Side]), default);
        var table = new Table("made", ["image", "label"], [[.. Enumerable.Range(0, Count).Select(n => $"made/{n}")], labels], new int[Count]) { Images = images };
        TableSchema schema = SchemaInference.Infer(table, TaskKind.ImageClassification, new ColumnChoice(null, []));
        int[] rows = [.. Enumerable.Range(0, Count)];
        var split = new DataSplit(rows[..180], rows[180..220], rows[220..]);
        bool isNetwork = learner.TrainerDefaults(TaskKind.ImageClassification) is not null;
        TrainChoice train = isNetwork ? new TrainChoice(Epochs: epochs, Patience: epochs, BatchSize: 32) : new TrainChoice();
        return new LearningTask(TaskKind.ImageClassification, table, schema, Labels.Of(table, schema), split, train, new LearnerOptions(learner.Options));
    }
}
