using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks.Embedding;

/// <summary>To turn texts into vectors that lie near each other where the texts belong together.</summary>
public sealed class TextEmbedding : TextTask
{
    internal const string Query = "query", Match = "match";

    private static readonly TaskScore Rank = new("mrr", new Message("mean reciprocal rank", "平均倒数排名"), new Message("One over the place of the right text among all that are searched, on average. 1 means it always stands first.", "正确文本在全部候选中名次的倒数的平均值，1 表示总排第一。"));

    private static readonly LearnerOption[] Learning = [new("longest", 128, 8, 4096), new("temperature", 0.05, 0.001, 10)];

    /// <inheritdoc/>
    public override string Name => "text-embedding";

    /// <inheritdoc/>
    public override Message Title => new("turn texts into vectors", "把文本变成向量");

    /// <inheritdoc/>
    public override Message Examples => new("pairs of texts", "对文本");

    /// <inheritdoc/>
    public override Message Limits => new(
        "Nearness means what it meant in the pairs that it learnt from; for texts of another kind it may mean nothing. What stands behind the longest text that the model reads is not seen.",
        "向量的远近只在与训练文本对相似的文本上有意义；换一类文本可能毫无意义。超过模型可读长度的内容不会被看到。");

    /// <inheritdoc/>
    public override IReadOnlyList<TaskScore> Scores =>
    [
        Rank,
        new("recall-1", new Message("found first", "首位命中率"), new Message("How often the right text stands first.", "正确文本排在第一的比例。")),
        new("recall-10", new Message("found in ten", "前十命中率"), new Message("How often the right text is among the first ten.", "正确文本排进前十的比例。")),
    ];

    /// <inheritdoc/>
    public override TaskScore ChosenBy => Rank;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Role, string Usual)> Columns => [(Query, Query), (Match, Match)];

    /// <inheritdoc/>
    public override IReadOnlyList<TextArchitecture> Architectures =>
    [
        new("bert",
        [
            new LearnerOption("vocabulary", 8000, 300, 1 << 20),
            new LearnerOption("size", 128, 8, 4096),
            new LearnerOption("layers", 2, 1, 64),
            new LearnerOption("heads", 4, 1, 64),
            new LearnerOption("feed-forward", 512, 8, 1 << 16),
            new LearnerOption("dropout", 0.1, 0, 0.9),
            .. Learning,
        ]),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> TuneOptions => [.. EncoderTuning.Options, .. Learning];

    /// <inheritdoc/>
    internal override UsualSteps Steps(TextModelChoice model) => model.From is null
        ? new UsualSteps(Steps: 2000, BatchSize: 64, LearningRate: 1e-3, WeightDecay: 0.01, Beta2: 0.98)
        : new UsualSteps(Steps: 1000, BatchSize: 32, LearningRate: 3e-5, WeightDecay: 0.01, Beta2: 0.999);

    /// <inheritdoc/>
    internal override TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation) => new EmbeddingWork(recipe, generator);

    /// <inheritdoc/>
    internal override TextPredictor Open(string bundle) => new EmbeddingPredictor(TextEmbedder.Open(bundle));
}
