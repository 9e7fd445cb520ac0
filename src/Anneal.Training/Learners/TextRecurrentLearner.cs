using Anneal.Models;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Training.Learners;

/// <summary>An LSTM or GRU that reads a text.</summary>
/// <param name="cell">Which.</param>
public sealed class TextRecurrentLearner(RecurrentCell cell) : TextNetworkLearner
{
    /// <inheritdoc/>
    public override string Name => cell == RecurrentCell.Lstm ? "lstm" : "gru";

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("embedding", 64, 1, 4096),
        new("hidden", 64, 1, 4096),
        new("bidirectional", true),
        new("dropout", 0.3, 0, 0.95),
        new("forgetting", 0.1, 0, 0.95),
        .. TokenOptions(longestText: 100),
    ];

    /// <inheritdoc/>
    private protected override TextNetworkConfig Configure(LearningTask task, IReadOnlyList<string> columns, string[] texts, OutputLink link) => new TextRecurrentConfig(
        columns,
        LearnTokens(task, texts),
        task.Options.Integer("embedding"),
        task.Options.Integer("hidden"),
        cell,
        task.Options.Flag("bidirectional"),
        task.Labels.Outputs,
        link,
        task.Options.Number("dropout"),
        task.Options.Number("forgetting"));
}
