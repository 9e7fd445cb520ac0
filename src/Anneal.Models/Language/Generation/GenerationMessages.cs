using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What generation says to people.</summary>
internal static class GenerationMessages
{
    public static readonly Message Positive = new("give a whole number above 0", "请给一个大于 0 的整数");

    public static readonly Message NotNegative = new("give 0 or a whole number above it", "请给 0 或大于 0 的整数");

    public static readonly Message Share = new("give a number above 0, up to 1", "请给一个大于 0、不超过 1 的数");

    public static readonly Message Finite = new("give a finite number", "请给一个有限的数");

    public static readonly Message EmptyStop = new("a stop text is empty", "有一个停止文本是空的");

    public static readonly Message EmptyStopWayOut = new("write at least one character, or leave it out", "请至少写一个字符，或去掉它");

    public static readonly Message NotNumbers = new("the network's output is not a number (NaN)", "网络的输出不是数（NaN）");

    public static readonly Message NotNumbersWayOut = new("the weights are damaged, or too small a number format overflowed: fetch or convert the model again", "权重可能损坏，或数值格式太小而溢出：请重新下载或转换模型");

    public static readonly Message EmptyPrompt = new("there is no token to go on from", "没有可以续写的内容");

    public static readonly Message EmptyPromptWayOut = new("give a prompt of at least one character", "请给出至少一个字符的提示词");

    public static readonly Message ContextWayOut = new("shorten the prompt, ask for fewer tokens, or take a model with a longer context", "请缩短提示词、减少生成的词元数，或换一个上下文更长的模型");

    public static readonly Message NothingAllowed = new("the grammar lets no token of this model's vocabulary follow", "按照语法，词表里没有任何词元可以接下去");

    public static readonly Message NothingAllowedWayOut = new("allow more in the grammar, or take a model whose vocabulary can write it", "请放宽语法，或换一个词表能写出它的模型");

    public static readonly Message OtherVocabularyWayOut = new("take a draft that was trained with the same tokenizer", "请换一个使用同一分词器训练的草稿模型");

    public static readonly Message BusyWayOut = new("ask again in a moment", "请稍后再试");

    public static Message Busy(int waiting) => Message.Of($"{waiting} requests wait already", $"已有 {waiting} 个请求在排队");

    public static Message Between(double least, double most) => Message.Of($"give a number from {least} to {most}", $"请给 {least} 到 {most} 之间的数");

    public static Message OutOfRange(string option, double value)
    {
        string name = JsonNamingPolicy.KebabCaseLower.ConvertName(option);
        string shown = value.ToString(CultureInfo.InvariantCulture);
        return new($"{name} can't be {shown}", $"{name} 不能是 {shown}");
    }

    public static Message PromptTooLong(int prompt, int context) => Message.Of(
        $"the prompt has {prompt:N0} tokens, but the model's context holds {context:N0} and one is needed for the answer",
        $"提示词有 {prompt:N0} 个词元，而模型的上下文只有 {context:N0} 个，还要给回答留一个");

    public static Message AnswerTooLong(int prompt, int more, int context) => Message.Of(
        $"the prompt has {prompt:N0} tokens and {more:N0} more are asked for, but the model's context holds {context:N0}",
        $"提示词有 {prompt:N0} 个词元，还要再生成 {more:N0} 个，而模型的上下文只有 {context:N0} 个");

    public static Message LengthReached(int prompt, int most) => Message.Of(
        $"the prompt alone has {prompt:N0} tokens, and prompt and answer may have {most:N0} together",
        $"仅提示词就有 {prompt:N0} 个词元，而提示词和回答合计最多 {most:N0} 个");

    public static Message OutsideVocabulary(int id, int size) => Message.Of(
        $"token {id} is outside the network's vocabulary of {size:N0}: tokenizer and weights don't belong together",
        $"词元 {id} 超出了网络的词表（{size:N0} 个）：分词器与权重不匹配");

    public static Message OtherVocabulary(int draft, int target) => Message.Of(
        $"the draft's vocabulary has {draft:N0} tokens, the model's {target:N0}",
        $"草稿模型的词表有 {draft:N0} 个词元，而主模型有 {target:N0} 个");
}
