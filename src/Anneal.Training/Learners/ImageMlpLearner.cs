using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Models.Vision;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>Fully connected layers over the pixels.</summary>
public sealed class ImageMlpLearner : ImageLearner
{
    /// <inheritdoc/>
    public override string Name => "mlp";

    /// <inheritdoc/>
    protected override IReadOnlyList<LearnerOption> NetworkOptions => [new("hidden", new[] { 128 }, 1, 65_536), new("dropout", 0.0, 0, 0.95)];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) =>
        new(Epochs: 5, Patience: 5, BatchSize: 64, Seed: 7, LearningRate: 3e-3, WeightDecay: 0, Optimizer: OptimizerKind.Adam, Schedule: ScheduleKind.OneCycle);

    /// <inheritdoc/>
    protected override NetworkModel Create(LearningTask task, OutputLink link, Generator generator) => new ImageMlpConfig(
        Preprocessing(task), AugmentationOf(task.Options), task.Labels.Outputs, link, task.Options.Integers("hidden"), task.Options.Number("dropout")).Create(generator);
}
