using Anneal.Data.Schemas;
using Anneal.Data.Vision;

namespace Anneal.Training.Learners;

/// <summary>A network that learns from pictures: what all of them can be told about size and augmentation.</summary>
public abstract class ImageLearner : NetworkLearner
{
    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.ImageClassification];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        .. NetworkOptions,
        new("size", 64, 4, 1024),
        new("rotate", DefaultAugmentation.Rotate, 0, 180),
        new("scale", DefaultAugmentation.Scale, 0, 0.9),
        new("crop", DefaultAugmentation.Crop, 0, 0.9),
        new("shift", DefaultAugmentation.Shift, 0, 0.9),
        new("flip", DefaultAugmentation.Flip),
        new("flip-vertical", DefaultAugmentation.FlipVertical),
        new("brightness", DefaultAugmentation.Brightness, 0, 1),
        new("contrast", DefaultAugmentation.Contrast, 0, 1),
        new("noise", DefaultAugmentation.Noise, 0, 1),
        new("cutout", DefaultAugmentation.Cutout, 0, 0.9),
        new("mixup", DefaultAugmentation.Mixup, 0, 1),
    ];

    /// <summary>What a recipe can say about the network itself.</summary>
    protected abstract IReadOnlyList<LearnerOption> NetworkOptions { get; }

    /// <summary>How pictures are changed unless the recipe says otherwise.</summary>
    protected virtual Augmentation DefaultAugmentation => Augmentation.None;

    /// <summary>The preprocessing, fitted to the training pictures.</summary>
    protected static ImagePreprocessing Preprocessing(LearningTask task) => ImagePreprocessing.Fit(task.Table, task.Schema, task.Split.Train, task.Options.Integer("size"));

    /// <summary>What the recipe says about augmentation, defaults filled in.</summary>
    protected static Augmentation AugmentationOf(LearnerOptions options) => new(
        options.Number("rotate"),
        options.Number("scale"),
        options.Number("crop"),
        options.Number("shift"),
        options.Flag("flip"),
        options.Flag("flip-vertical"),
        options.Number("brightness"),
        options.Number("contrast"),
        options.Number("noise"),
        options.Number("cutout"),
        options.Number("mixup"));
}
