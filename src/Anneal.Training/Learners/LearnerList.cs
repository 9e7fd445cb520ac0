using Anneal.Data.Schemas;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Training.Learners;

/// <summary>Every way to learn that a recipe can name. A new one is a line here.</summary>
public static class LearnerList
{
    /// <summary>All of them; the first of a task is its default.</summary>
    public static IReadOnlyList<Learner> All { get; } =
    [
        new AutoLearner(),
        new MlpLearner(),
        new TableTransformerLearner(),
        new BoostedTreesLearner(),
        LinearLearner.Logistic,
        LinearLearner.Regression,
        new TextAutoLearner(),
        new TextLinearLearner(),
        new FastTextLearner(),
        new TextCnnLearner(),
        new TextRecurrentLearner(RecurrentCell.Lstm),
        new TextRecurrentLearner(RecurrentCell.Gru),
        new TextTransformerLearner(),
        new ImageAutoLearner(),
        new SmallResNetLearner(),
        new SimpleCnnLearner(),
        new ImageMlpLearner(),
        new TextureLearner(),
    ];

    /// <summary>Those that can learn a task.</summary>
    public static IReadOnlyList<Learner> For(TaskKind task) => [.. All.Where(learner => learner.Tasks.Contains(task))];
}
