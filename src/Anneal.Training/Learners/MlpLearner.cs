using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Tabular;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>A network of fully connected layers over a table's rows.</summary>
public sealed class MlpLearner : NetworkLearner
{
    /// <inheritdoc/>
    public override string Name => "mlp";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TabularClassification, TaskKind.TabularRegression];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("hidden", new[] { 64, 32 }, 1, 65_536),
        new("dropout", 0.2, 0, 0.95),
        new("bins", 0, 0, 256),
    ];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) => new(Epochs: 100, Patience: 15, BatchSize: 64, Seed: 7, LearningRate: 1e-3);

    /// <inheritdoc/>
    protected override NetworkModel Create(LearningTask task, OutputLink link, Generator generator) => new MlpModelConfig(
        TabularPreprocessing.Fit(task.Table, task.Schema, task.Split.Train, task.Options.Integer("bins")),
        task.Options.Integers("hidden"),
        task.Labels.Outputs,
        task.Options.Number("dropout"),
        link).Create(generator);
}
