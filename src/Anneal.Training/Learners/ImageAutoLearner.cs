using Anneal.Data.Schemas;
using Anneal.Models;

namespace Anneal.Training.Learners;

/// <summary>Chooses for pictures by how many there are to learn from: numbers about their surface where they are few, a residual network where they are many.</summary>
public sealed class ImageAutoLearner : Learner
{
    /// <summary>Below this a network from scratch has too little to learn from, whatever is done to its pictures.</summary>
    private const int EnoughForNetwork = 2000;

    private readonly SmallResNetLearner network = new();
    private readonly TextureLearner texture = new();

    /// <inheritdoc/>
    public override string Name => "auto";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.ImageClassification];

    /// <inheritdoc/>
    public override TrainerOptions? TrainerDefaults(TaskKind task) => network.TrainerDefaults(task);

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        Learner chosen = task.Split.Train.Length < EnoughForNetwork ? texture : network;
        return chosen.Learn(task with { Options = new LearnerOptions(chosen.Options) });
    }
}
