using Anneal.Models;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Training.Learners;

/// <summary>Convolutions over a text's tokens.</summary>
public sealed class TextCnnLearner : TextNetworkLearner
{
    /// <inheritdoc/>
    public override string Name => "textcnn";

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("embedding", 64, 1, 4096),
        new("channels", 100, 1, 4096),
        new("widths", new[] { 2, 3, 4 }, 1, 100),
        new("dropout", 0.5, 0, 0.95),
        new("forgetting", 0.1, 0, 0.95),
        .. TokenOptions(longestText: 128),
    ];

    /// <inheritdoc/>
    private protected override TextNetworkConfig Configure(LearningTask task, IReadOnlyList<string> columns, string[] texts, OutputLink link) => new TextCnnConfig(
        columns,
        LearnTokens(task, texts),
        task.Options.Integer("embedding"),
        task.Options.Integers("widths"),
        task.Options.Integer("channels"),
        task.Labels.Outputs,
        link,
        task.Options.Number("dropout"),
        task.Options.Number("forgetting"));
}
