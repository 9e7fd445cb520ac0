using Anneal.Data.Messages;
using Anneal.Models.Text.Answers;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks.Answers;

/// <summary>To find the answer to a question in a passage.</summary>
public sealed class QuestionAnswering : TextTask
{
    internal const string Context = "context", Question = "question", Answer = "answer";

    private static readonly TaskScore F1 = new("f1", new Message("F1", "F1"), new Message(
        "How much of the told answer and the right one is the same: the longest common run of characters (Chinese, as CMRC 2018 measures) or the common words (other languages, as SQuAD does).",
        "给出的答案与正确答案的重合程度：中文按最长公共片段（CMRC 2018 的算法），其他语言按公共单词（SQuAD 的算法）。"));

    /// <inheritdoc/>
    public override string Name => "question-answering";

    /// <inheritdoc/>
    public override Message Title => new("find answers in passages", "从文章中找出答案");

    /// <inheritdoc/>
    public override Message Examples => new("questions", "个问题");

    /// <inheritdoc/>
    public override Message Limits => new(
        "It always points to a place of the passage, also where the passage holds no answer. It copies words and draws no conclusions.",
        "即使文中没有答案，模型也会指出一处。它只能照抄原文，不会推理。");

    /// <inheritdoc/>
    public override IReadOnlyList<TaskScore> Scores =>
    [
        new("exact-match", new Message("exact", "完全一致"), new Message("How many answers are right word for word; case, punctuation and articles don't count.", "与正确答案完全一致的比例，不计大小写和标点。")),
        F1,
    ];

    /// <inheritdoc/>
    public override TaskScore ChosenBy => F1;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Role, string Usual)> Columns => [(Context, Context), (Question, Question), (Answer, Answer)];

    /// <inheritdoc/>
    public override IReadOnlyList<TextArchitecture> Architectures => [new("bert", EncoderSizes.Options)];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> TuneOptions => EncoderTuning.Options;

    /// <inheritdoc/>
    internal override UsualSteps Steps(TextModelChoice model) => model.From is null
        ? new UsualSteps(Steps: 1500, BatchSize: 16, LearningRate: 1e-3, WeightDecay: 0.01, Beta2: 0.999)
        : new UsualSteps(Steps: 1000, BatchSize: 12, LearningRate: 5e-5, WeightDecay: 0.01, Beta2: 0.999);

    /// <inheritdoc/>
    internal override TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation) => new AnsweringWork(recipe, generator, cancellation);

    /// <inheritdoc/>
    internal override TextPredictor Open(string bundle) => new AnswerPredictor(AnswerFinder.Open(bundle));
}
