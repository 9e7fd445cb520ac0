using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;

namespace Anneal.Cli.Messages;

/// <summary>What is said while a language model is trained.</summary>
internal static class LanguageRunMessages
{
    public static readonly Message SampleHeading = new("What it writes", "它写出的文本");

    public static readonly Message AnswersHeading = new("What it answers", "它的回答");

    public static readonly Message LossWord = new("loss", "损失");

    public static readonly Message PerplexityWord = new("perplexity", "困惑度");

    public static readonly Message BitsWord = new("bits a character", "每字符比特");

    public static Message Title(LanguageRecipe recipe)
    {
        Message task = LanguageTaskNames.Describe(recipe.Task);
        return new($"{recipe.Name}: {task.English}", $"{recipe.Name}：{task.Chinese}");
    }

    public static Message Text(LanguageRecipe recipe, TextCounts text)
    {
        string source = recipe.Data.Source.Shown;
        return recipe.Task == LanguageTask.Chat ? Talks(source, text) : Text(source, text);
    }

    private static Message Talks(string source, TextCounts text) => Message.Of(
        $"{source}: {text.Train.Documents:N0} conversations to learn ({text.Train.Tokens:N0} tokens of answers), {text.Valid.Documents:N0} to choose, {text.Test.Documents:N0} held back ({text.Vocabulary:N0} different tokens)",
        $"{source}：训练 {text.Train.Documents:N0} 段对话（回答共 {text.Train.Tokens:N0} 个词元），验证 {text.Valid.Documents:N0} 段，留作测试 {text.Test.Documents:N0} 段（词表 {text.Vocabulary:N0}）");

    private static Message Text(string source, TextCounts text) => Message.Of(
        $"{source}: {text.Train.Tokens:N0} tokens to learn, {text.Valid.Tokens:N0} to choose, {text.Test.Tokens:N0} held back ({text.Vocabulary:N0} different ones)",
        $"{source}：训练 {text.Train.Tokens:N0} 个词元，验证 {text.Valid.Tokens:N0} 个，留作测试 {text.Test.Tokens:N0} 个（词表 {text.Vocabulary:N0}）");

    public static Message Steps(StepsFinished steps, double charactersPerToken)
    {
        string step = steps.Step.ToString(CultureInfo.InvariantCulture).PadLeft(steps.Steps.ToString(CultureInfo.InvariantCulture).Length);
        if (steps.Preference is { } preference)
        {
            return Message.Of(
                $"step {step}/{steps.Steps}  loss {steps.Report.TrainLoss:0.000}  on validation {steps.Report.ValidLoss:0.000} ({preference.Accuracy * 100:0} % preferred rightly, margin {preference.Margin:0.00})",
                $"第 {step}/{steps.Steps} 步  损失 {steps.Report.TrainLoss:0.000}  验证 {steps.Report.ValidLoss:0.000}（偏好正确 {preference.Accuracy * 100:0} %，差距 {preference.Margin:0.00}）");
        }

        double bits = steps.Report.ValidLoss / Math.Log(2) / charactersPerToken;
        return Message.Of(
            $"step {step}/{steps.Steps}  loss {steps.Report.TrainLoss:0.000}  on validation {steps.Report.ValidLoss:0.000} ({bits:0.00} bits a character)",
            $"第 {step}/{steps.Steps} 步  损失 {steps.Report.TrainLoss:0.000}  验证 {steps.Report.ValidLoss:0.000}（每字符 {bits:0.00} 比特）");
    }

    public static Message Trained(LanguageRecipe recipe, LanguageMetrics metrics)
    {
        int done = recipe.Train.StepsAfter(metrics.Training.EpochsRun), best = recipe.Train.StepsAfter(metrics.Training.BestEpoch);
        return Message.Of(
            $"{metrics.Parameters:N0} parameters, {done:N0} steps, {metrics.TokensPerSecond:N0} tokens a second; step {best:N0} was best and is kept",
            $"{metrics.Parameters:N0} 个参数，{done:N0} 步，每秒 {metrics.TokensPerSecond:N0} 个词元；第 {best:N0} 步最好，已保留");
    }

    public static Message Preference(PreferenceScores preference, bool onTest)
    {
        Message where = onTest ? new Message("held back", "留出的") : new Message("to choose by", "验证用的");
        return Message.Of(
            $"prefers rightly in {preference.Accuracy * 100:0.0} % of the {preference.Answers:N0} {where.English} (margin {preference.Margin:0.00}; before training there was none)",
            $"在{where.Chinese} {preference.Answers:N0} 组里，偏好正确的占 {preference.Accuracy * 100:0.0} %（差距 {preference.Margin:0.00}；训练前没有差距）");
    }

    public static Message ResultHeading(LanguageRecipe recipe, LanguageMetrics metrics) => recipe.Task == LanguageTask.Chat ? AnswersResult(metrics) : TextResult(metrics);

    private static Message AnswersResult(LanguageMetrics metrics) => metrics.Test is null
        ? Message.Of($"Result on the answers of the {metrics.Text.Valid.Documents:N0} conversations to choose by", $"在 {metrics.Text.Valid.Documents:N0} 段验证对话的回答上的结果")
        : Message.Of($"Result on the answers of the {metrics.Text.Test.Documents:N0} conversations held back", $"在 {metrics.Text.Test.Documents:N0} 段留出对话的回答上的结果");

    private static Message TextResult(LanguageMetrics metrics) => metrics.Test is { } test
        ? Message.Of($"Result on the {test.Tokens:N0} tokens held back", $"在留出的 {test.Tokens:N0} 个词元上的结果")
        : Message.Of($"Result on the {metrics.Valid.Tokens:N0} tokens of the validation text", $"在验证文本的 {metrics.Valid.Tokens:N0} 个词元上的结果");
}
