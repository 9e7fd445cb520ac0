using Anneal.Models;
using Anneal.Models.Text.Classifiers;
using Anneal.Data.Schemas;

namespace Anneal.Training.Learners;

/// <summary>A small Transformer encoder that reads a text.</summary>
public sealed class TextTransformerLearner : TextNetworkLearner
{
    /// <inheritdoc/>
    public override string Name => "text-transformer";

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("size", 64, 1, 4096),
        new("layers", 2, 1, 48),
        new("heads", 4, 1, 64),
        new("feed-forward", 128, 1, 16_384),
        new("dropout", 0.2, 0, 0.95),
        new("forgetting", 0.1, 0, 0.95),
        .. TokenOptions(longestText: 150),
    ];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) => base.TrainerDefaults(task) with { LearningRate = 1e-3 };

    /// <inheritdoc/>
    private protected override TextNetworkConfig Configure(LearningTask task, IReadOnlyList<string> columns, string[] texts, OutputLink link) => new TextTransformerConfig(
        columns,
        LearnTokens(task, texts),
        task.Options.Integer("size"),
        task.Options.Integer("layers"),
        task.Options.Integer("heads"),
        task.Options.Integer("feed-forward"),
        task.Labels.Outputs,
        link,
        task.Options.Number("dropout"),
        task.Options.Number("forgetting"));
}
