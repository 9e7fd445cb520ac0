using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Language;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks.Translating;

/// <summary>To write what a text says in another language, or in another way.</summary>
public sealed class Translation : TextTask
{
    internal const string Source = "source", Target = "target";

    internal static readonly TaskScore Loss = new("loss", new Message("loss", "损失"), new Message("Nats for each token of the right translation, lower is better.", "正确译文每个词元的损失（纳特），越低越好。"), HigherIsBetter: false);

    /// <summary>How text becomes tokens, as a recipe names it.</summary>
    internal static readonly IReadOnlyDictionary<string, TokenizerKind> Tokenizers = new OrderedDictionary<string, TokenizerKind>(StringComparer.Ordinal)
    {
        ["mixed"] = TokenizerKind.Mixed,
        ["unigram"] = TokenizerKind.Unigram,
        ["bpe"] = TokenizerKind.Bpe,
        ["characters"] = TokenizerKind.Characters,
    };

    private static readonly LearnerOption[] Writing =
    [
        new("longest", 128, 4, 4096),
        new("label-smoothing", 0.1, 0, 0.9),
        new("beams", TextTranslator.UsualBeams, 1, 64),
    ];

    /// <inheritdoc/>
    public override string Name => "translation";

    /// <inheritdoc/>
    public override Message Title => new("translate texts", "翻译文本");

    /// <inheritdoc/>
    public override Message Examples => new("pairs of texts", "对文本");

    /// <inheritdoc/>
    public override Message Limits => new(
        "It translates texts like those that it learnt from. What it never met, names and numbers above all, it may leave out or put something else for, in sentences that read well: have somebody look at translations that matter.",
        "模型只会翻译与训练内容相似的文本。没见过的内容（尤其是人名和数字）可能被漏译或误译，而句子读来仍然通顺：重要的译文请让人核对。");

    /// <inheritdoc/>
    public override IReadOnlyList<TaskScore> Scores =>
    [
        new("chrf", new Message("chrF", "chrF"), new Message("How many runs of one to six characters it shares with what people wrote (chrF2 of sacreBLEU; tables often show a hundred times this).", "与人工译文共有的一到六字连续片段（sacreBLEU 的 chrF2；论文常写成它的一百倍）。")),
        new("bleu", new Message("BLEU", "BLEU"), new Message("How many runs of one to four words, in Chinese characters, it shares with what people wrote (BLEU of sacreBLEU; tables often show a hundred times this).", "与人工译文共有的一到四词连续片段，中文按字计（sacreBLEU 的 BLEU；论文常写成它的一百倍）。")),
        Loss,
    ];

    /// <inheritdoc/>
    public override TaskScore ChosenBy => Loss;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Role, string Usual)> Columns => [(Source, Source), (Target, Target)];

    /// <inheritdoc/>
    public override IReadOnlyList<TextArchitecture> Architectures =>
    [
        new("bart",
        [
            new LearnerOption("tokenizer", "mixed", Names: [.. Tokenizers.Keys]),
            new LearnerOption("vocabulary", 6000, 300, 1 << 20),
            new LearnerOption("size", 128, 8, 4096),
            new LearnerOption("layers", 3, 1, 64),
            new LearnerOption("heads", 4, 1, 64),
            new LearnerOption("feed-forward", 512, 8, 1 << 16),
            new LearnerOption("dropout", 0.15, 0, 0.9),
            .. Writing,
        ]),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> TuneOptions => Writing;

    /// <inheritdoc/>
    internal override UsualSteps Steps(TextModelChoice model) => model.From is null
        ? new UsualSteps(Steps: 6000, BatchSize: 64, LearningRate: 2e-3, WeightDecay: 0.01, Beta2: 0.98)
        : new UsualSteps(Steps: 1000, BatchSize: 32, LearningRate: 1e-4, WeightDecay: 0.01, Beta2: 0.98);

    /// <inheritdoc/>
    internal override TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation) => new TranslationWork(recipe, generator, cancellation);

    /// <inheritdoc/>
    internal override TextPredictor Open(string bundle) => new TranslationPredictor(TextTranslator.Open(bundle));
}
