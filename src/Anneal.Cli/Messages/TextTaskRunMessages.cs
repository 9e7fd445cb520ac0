using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Training.Language;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Messages;

/// <summary>What is said while a model over texts is trained and when it is asked.</summary>
internal static class TextTaskRunMessages
{
    public static readonly Message ByGroup = new("By type", "按类型");

    public static readonly Message TypeWord = new("type", "类型");

    public static readonly Message ExamplesHeading = new("Some examples", "示例");

    public static readonly Message TextDescription = new("One text, for a bundle that answers texts.", "一段文本，用于处理文本的模型包。");

    public static readonly Message NoText = new("there is nothing to answer", "没有可回答的内容");

    public static Message NoTextWayOut(IReadOnlyList<string> inputs)
    {
        string row = "{" + string.Join(", ", inputs.Select(name => $"\"{name}\": \"...\"")) + "}";
        return inputs.Count == 1
            ? new Message($"give --text \"...\", --row '{row}', --file with a text or such an object in each line, or the same through standard input", $"请给出 --text \"...\"、--row '{row}'、每行一段文本或一个这种对象的 --file，或通过标准输入给出")
            : new Message($"give --row '{row}', --file with such an object in each line, or the same through standard input", $"请给出 --row '{row}'、每行一个这种对象的 --file，或通过标准输入给出");
    }

    public static readonly Message TextIsForTexts = new("--text is for a bundle that answers texts", "--text 只用于处理文本的模型包");

    public static Message Examples(TextTaskRecipe recipe, TextTaskCounts counts) => Message.Of(
        $"{recipe.Data.Source.Shown}: {counts.Train.Count:N0} {recipe.Task.Examples.English} to learn, {counts.Valid.Count:N0} to choose, {counts.Test.Count:N0} held back to test ({counts.Train.Characters:N0} characters to learn)",
        $"{recipe.Data.Source.Shown}：训练 {counts.Train.Count:N0} {recipe.Task.Examples.Chinese}，验证 {counts.Valid.Count:N0} {recipe.Task.Examples.Chinese}，留作测试 {counts.Test.Count:N0} {recipe.Task.Examples.Chinese}（训练文本共 {counts.Train.Characters:N0} 个字符）");

    public static Message Steps(TaskScore score, StepsFinished steps)
    {
        string step = steps.Step.ToString(CultureInfo.InvariantCulture).PadLeft(steps.Steps.ToString(CultureInfo.InvariantCulture).Length);
        string value = TaskScore.Format(score.OfLoss(steps.Report.ValidLoss));
        return Message.Of(
            $"step {step}/{steps.Steps}  loss {steps.Report.TrainLoss:0.000}  {score.Title.English} on validation {value}",
            $"第 {step}/{steps.Steps} 步  损失 {steps.Report.TrainLoss:0.000}  验证{score.Title.Chinese} {value}");
    }

    public static Message Trained(TextTaskRecipe recipe, TextTaskMetrics metrics)
    {
        int done = recipe.Train.StepsAfter(metrics.Training.EpochsRun), best = recipe.Train.StepsAfter(metrics.Training.BestEpoch);
        return Message.Of(
            $"{metrics.Parameters:N0} parameters, {done:N0} steps, {metrics.ExamplesPerSecond:N0} {recipe.Task.Examples.English} a second; step {best:N0} was best and is kept",
            $"{metrics.Parameters:N0} 个参数，{done:N0} 步，每秒 {metrics.ExamplesPerSecond:N0} {recipe.Task.Examples.Chinese}；第 {best:N0} 步最好，已保留");
    }

    public static Message ResultHeading(TextTask task, int count) => Message.Of($"Result on the {count:N0} {task.Examples.English} held back", $"在留出的 {count:N0} {task.Examples.Chinese}上的结果");

    public static Message Wrong(TaskExample example) => new($"{example.Told}   (right: {example.Wanted})", $"{example.Told}   （正确：{example.Wanted}）");
}
