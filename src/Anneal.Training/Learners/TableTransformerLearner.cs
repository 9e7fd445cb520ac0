using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Tabular;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>A Transformer over a table's columns.</summary>
public sealed class TableTransformerLearner : NetworkLearner
{
    /// <inheritdoc/>
    public override string Name => "tabular-transformer";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TabularClassification, TaskKind.TabularRegression];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("size", 32, 1, 4096),
        new("heads", 4, 1, 64),
        new("layers", 2, 1, 48),
        new("dropout", 0.1, 0, 0.95),
        new("bins", 16, 0, 256),
    ];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) => new(Epochs: 60, Patience: 8, BatchSize: 256, Seed: 7, LearningRate: 1e-3);

    /// <inheritdoc/>
    protected override NetworkModel Create(LearningTask task, OutputLink link, Generator generator) => new TableTransformerConfig(
        TabularPreprocessing.Fit(task.Table, task.Schema, task.Split.Train, task.Options.Integer("bins")),
        task.Options.Integer("size"),
        task.Options.Integer("heads"),
        task.Options.Integer("layers"),
        task.Labels.Outputs,
        task.Options.Number("dropout"),
        link).Create(generator);
}
