using Anneal.Data.Schemas;
using Anneal.Data.Vision;
using Anneal.Models;
using Anneal.Models.Vision;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>A quick residual network for small pictures, which sees them turned and moved a little.</summary>
public sealed class SmallResNetLearner : ImageLearner
{
    /// <inheritdoc/>
    public override string Name => "resnet-small";

    /// <inheritdoc/>
    protected override IReadOnlyList<LearnerOption> NetworkOptions => [new("width", 24, 1, 512), new("dropout", 0.1, 0, 0.95)];

    /// <inheritdoc/>
    protected override Augmentation DefaultAugmentation => new(Rotate: 4, Scale: 0.04, Shift: 0.03);

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) =>
        new(Epochs: 6, Patience: 6, BatchSize: 128, Seed: 7, LearningRate: 5e-3, Schedule: ScheduleKind.OneCycle, LabelSmoothing: 0.05);

    /// <inheritdoc/>
    protected override NetworkModel Create(LearningTask task, OutputLink link, Generator generator) => new SmallResNetConfig(
        Preprocessing(task), AugmentationOf(task.Options), task.Labels.Outputs, link, task.Options.Integer("width"), task.Options.Number("dropout")).Create(generator);
}
