using Anneal.Data.Messages;
using Anneal.Models.Text.Tagging;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks.Tagging;

/// <summary>To find what stands in a text: names of persons, places, products, and which tokens they are made of.</summary>
public sealed class TokenClassification : TextTask
{
    internal const string Tokens = "tokens", Tags = "tags";

    private static readonly TaskScore F1 = new("f1", new Message("F1", "F1"), new Message(
        "The harmonic mean of precision and recall over all entities. 1 is perfect.", "全部实体的精确率与召回率的调和平均，1 为完美。"));

    /// <inheritdoc/>
    public override string Name => "token-classification";

    /// <inheritdoc/>
    public override Message Title => new("find entities in texts", "从文本中找出实体");

    /// <inheritdoc/>
    public override Message Examples => new("sentences", "句");

    /// <inheritdoc/>
    public override Message Limits => new(
        "It finds what looks like the entities of the sentences that it learnt from; in texts of another kind it misses more and invents more. Names that it never met are found by what stands around them.",
        "模型只认得与训练句子相似的实体；换一类文本，漏报和误报都会增多。没见过的名称只能靠上下文判断。");

    /// <inheritdoc/>
    public override IReadOnlyList<TaskScore> Scores =>
    [
        new("precision", new Message("precision", "精确率"), new Message("How many of the entities that it told are there: same beginning, same end, same type.", "给出的实体中有多少是对的：起点、终点和类型都一致才算。")),
        new("recall", new Message("recall", "召回率"), new Message("How many of the entities that are there it told.", "文中的实体有多少被找出。")),
        F1,
        new("token-accuracy", new Message("tokens right", "词元正确率"), new Message("How many tokens got their tag; most tokens are part of nothing, so this is high for any model.", "标签正确的词元比例；大多数词元不属于任何实体，因此任何模型都偏高。")),
    ];

    /// <inheritdoc/>
    public override TaskScore ChosenBy => F1;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Role, string Usual)> Columns => [(Tokens, Tokens), (Tags, Tags)];

    /// <inheritdoc/>
    public override IReadOnlyList<TextArchitecture> Architectures =>
    [
        new("bilstm-crf",
        [
            new LearnerOption("vocabulary", 30_000, 16, 1 << 20),
            new LearnerOption("size", 96, 1, 4096),
            new LearnerOption("pair-size", 64, 1, 4096),
            new LearnerOption("hidden", 128, 1, 4096),
            new LearnerOption("layers", 1, 1, 16),
            new LearnerOption("dropout", 0.3, 0, 0.9),
        ]),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> TuneOptions => EncoderTuning.Options;

    /// <inheritdoc/>
    internal override UsualSteps Steps(TextModelChoice model) => model.From is null
        ? new UsualSteps(Steps: 2000, BatchSize: 32, LearningRate: 4e-3, WeightDecay: 0.01)
        : new UsualSteps(Steps: 1000, BatchSize: 16, LearningRate: 5e-5, WeightDecay: 0.01, Beta2: 0.999);

    /// <inheritdoc/>
    internal override TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation) => new TaggingWork(recipe, generator);

    /// <inheritdoc/>
    internal override TextPredictor Open(string bundle) => new TaggingPredictor(TokenTagger.Open(bundle));
}
