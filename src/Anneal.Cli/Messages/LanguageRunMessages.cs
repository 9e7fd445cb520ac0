using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;

namespace Anneal.Cli.Messages;

/// <summary>What is said while a language model is trained.</summary>
internal static class LanguageRunMessages
{
    public static readonly Message SampleHeading = new("What it writes", "它写出的文本");

    public static readonly Message LossWord = new("loss", "损失");

    public static readonly Message PerplexityWord = new("perplexity", "困惑度");

    public static readonly Message BitsWord = new("bits a character", "每字符比特");

    public static Message Title(LanguageRecipe recipe)
    {
        Message task = LanguageTaskNames.Describe(recipe.Task);
        return new($"{recipe.Name}: {task.English}", $"{recipe.Name}：{task.Chinese}");
    }

    public static Message Text(string source, TextCounts text) => Message.Of(
        $"{source}: {text.Train.Tokens:N0} tokens to learn, {text.Valid.Tokens:N0} to choose, {text.Test.Tokens:N0} held back ({text.Vocabulary:N0} different ones)",
        $"{source}：训练 {text.Train.Tokens:N0} 个词元，验证 {text.Valid.Tokens:N0} 个，留作测试 {text.Test.Tokens:N0} 个（词表 {text.Vocabulary:N0}）");

    public static Message Steps(StepsFinished steps, double charactersPerToken)
    {
        string step = steps.Step.ToString(CultureInfo.InvariantCulture).PadLeft(steps.Steps.ToString(CultureInfo.InvariantCulture).Length);
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

    public static Message ResultHeading(LanguageMetrics metrics) => metrics.Test is { } test
        ? Message.Of($"Result on the {test.Tokens:N0} tokens held back", $"在留出的 {test.Tokens:N0} 个词元上的结果")
        : Message.Of($"Result on the {metrics.Valid.Tokens:N0} tokens of the validation text", $"在验证文本的 {metrics.Valid.Tokens:N0} 个词元上的结果");
}
