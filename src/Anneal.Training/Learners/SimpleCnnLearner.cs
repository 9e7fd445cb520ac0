using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Models.Vision;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>One convolution and a hidden layer: the first network for pictures that one learns about.</summary>
public sealed class SimpleCnnLearner : ImageLearner
{
    /// <inheritdoc/>
    public override string Name => "simple-cnn";

    /// <inheritdoc/>
    protected override IReadOnlyList<LearnerOption> NetworkOptions => [new("filters", 32, 1, 4096), new("hidden", 128, 1, 65_536)];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) =>
        new(Epochs: 4, Patience: 4, BatchSize: 128, Seed: 7, LearningRate: 3e-3, Schedule: ScheduleKind.OneCycle);

    /// <inheritdoc/>
    protected override NetworkModel Create(LearningTask task, OutputLink link, Generator generator) => new SimpleCnnConfig(
        Preprocessing(task), AugmentationOf(task.Options), task.Labels.Outputs, link, task.Options.Integer("filters"), task.Options.Integer("hidden")).Create(generator);
}
