using Anneal.Data.Messages;
using Anneal.Models.Text.MaskedWords;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.TextTasks.MaskedWords;

/// <summary>To guess words that are hidden in texts: what an encoder learns of a language before it is given a task.</summary>
public sealed class MaskedLanguageModel : TextTask
{
    internal const string Text = "text";

    private static readonly TaskScore Loss = new("loss", new Message("loss", "损失"), new Message("How many nats the model is surprised by each hidden token. Less is better.", "平均每个被遮盖的词元让模型“意外”多少（奈特），越小越好。"), HigherIsBetter: false);

    /// <inheritdoc/>
    public override string Name => "masked-language-model";

    /// <inheritdoc/>
    public override Message Title => new("guess hidden words", "预测被遮盖的词");

    /// <inheritdoc/>
    public override Message Examples => new("texts", "段文本");

    /// <inheritdoc/>
    public override Message Limits => new(
        "It guesses what usually stands in such a place, not what is true. It is meant to be trained further for a task (model: {from: FOLDER}).",
        "模型猜的是这种位置常见的词，不是事实。它的用途是作为其他任务的起点（model: {from: 文件夹}）。");

    /// <inheritdoc/>
    public override IReadOnlyList<TaskScore> Scores => [new("accuracy", new Message("hidden tokens right", "猜对比例"), new Message("How many hidden tokens are guessed right at the first attempt.", "第一次就猜对的被遮盖词元的比例。")), Loss];

    /// <inheritdoc/>
    public override TaskScore ChosenBy => Loss;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Role, string Usual)> Columns => [(Text, Text)];

    /// <inheritdoc/>
    public override IReadOnlyList<TextArchitecture> Architectures => [new("bert", EncoderSizes.Options)];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> TuneOptions => EncoderTuning.Options;

    /// <inheritdoc/>
    internal override UsualSteps Steps(TextModelChoice model) => model.From is null
        ? new UsualSteps(Steps: 3000, BatchSize: 32, LearningRate: 1e-3, WeightDecay: 0.01, Beta2: 0.98)
        : new UsualSteps(Steps: 1000, BatchSize: 16, LearningRate: 1e-4, WeightDecay: 0.01, Beta2: 0.98);

    /// <inheritdoc/>
    internal override TextTaskWork Begin(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation) => new MaskingWork(recipe, generator, cancellation);

    /// <inheritdoc/>
    internal override TextPredictor Open(string bundle) => new MaskPredictor(MaskedWordGuesser.Open(bundle));
}
