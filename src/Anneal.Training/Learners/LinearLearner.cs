using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Training.Linear;

namespace Anneal.Training.Learners;

/// <summary>Logistic or linear regression over a table's rows, the strength of its penalty chosen by the validation rows.</summary>
public sealed class LinearLearner : Learner
{
    private readonly TaskKind task;

    private LinearLearner(string name, TaskKind task)
    {
        Name = name;
        this.task = task;
    }

    /// <summary>For classes.</summary>
    public static LinearLearner Logistic { get; } = new("logistic-regression", TaskKind.TabularClassification);

    /// <summary>For numbers.</summary>
    public static LinearLearner Regression { get; } = new("linear-regression", TaskKind.TabularRegression);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [task];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options => [new("bins", 16, 0, 256)];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        TabularPreprocessing preprocessing = TabularPreprocessing.Fit(task.Table, task.Schema, task.Split.Train, task.Options.Integer("bins"));
        LinearFit fit = new(
            preprocessing,
            preprocessing.Transform(task.Table, task.Split.Train),
            task.TrainLabels,
            task.TrainWeights,
            preprocessing.Transform(task.Table, task.Split.Valid),
            task.ValidLabels);
        return fit.Run((done, total, loss) => task.Report(new LearningProgressed(Name, done, total, loss)), task.Cancellation);
    }
}
