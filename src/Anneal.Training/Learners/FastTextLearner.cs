using Anneal.Data.Text.Grams;
using Anneal.Models;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Training.Learners;

/// <summary>A text as the mean of its grams' vectors.</summary>
public sealed class FastTextLearner : TextNetworkLearner
{
    private const int LongestText = 4000;

    /// <inheritdoc/>
    public override string Name => "fasttext";

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("embedding", 32, 1, 4096),
        new("buckets", 50_000, 1, 10_000_000),
        new("grams", 3, 1, 10),
        new("dropout", 0.3, 0, 0.95),
        new("forgetting", 0.1, 0, 0.95),
    ];

    /// <inheritdoc/>
    private protected override TextNetworkConfig Configure(LearningTask task, IReadOnlyList<string> columns, string[] texts, OutputLink link) => new TextBagConfig(
        columns,
        new HashedGrams([new GramFamily(GramKind.Words, 1, task.Options.Integer("grams"))], task.Options.Integer("buckets"), LongestText),
        task.Options.Integer("embedding"),
        task.Labels.Outputs,
        link,
        task.Options.Number("dropout"),
        task.Options.Number("forgetting"));
}
