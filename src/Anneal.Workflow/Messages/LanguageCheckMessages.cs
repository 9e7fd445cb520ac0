using Anneal.Data.Messages;
using Anneal.Data.Splits;

namespace Anneal.Workflow.Messages;

/// <summary>What is found in texts and conversations before anything is learnt from them.</summary>
internal static class LanguageCheckMessages
{
    public static readonly Message ShortPartAdvice = new("give more text, a larger share to this part (data.split), or a smaller model.context", "请提供更多文本，在 data.split 里加大这一部分，或减小 model.context");

    public static readonly Message LittleTextAdvice = new("give more, or train a model further that is there already: model: {from: FOLDER}", "请提供更多文本，或用 model: {from: 文件夹} 在已有模型上继续训练");

    public static readonly Message RepeatedAdvice = new("a document that is learnt and held back too makes the result look better than it is: keep one of each", "同一篇文档既用于训练又用于测试，会让结果显得更好：每篇只留一份");

    public static readonly Message UnansweredAdvice = new("they are left out: there is nothing to learn from them", "它们会被略去：其中没有可学的内容");

    public static readonly Message RepeatedTalksAdvice = new("they are left out, so that none is learnt and held back too", "它们会被略去，以免同一段对话既用于训练又用于测试");

    public static readonly Message DisorderedAdvice = new("look whether turns are missing: a conversation begins with a question and changes sides", "请检查是否缺了几句：对话应从提问开始，双方轮流发言");

    public static readonly Message ContradictedAdvice = new("fine where several answers are right; otherwise keep one of them", "如果几种回答都对就没有问题，否则请只留一种");

    public static readonly Message AlikeAdvice = new("there is nothing to prefer in them: take them out", "没有可比较的内容，请去掉");

    public static readonly Message OneSidedAdvice = new("give answers of both kinds, or take train.prefer out", "请提供好坏两种回答，或去掉 train.prefer");

    public static readonly Message FewTalksAdvice = new("write more, each thing in many wordings, or train a model further that is there already: model: {from: FOLDER}", "请多写一些，同一件事用多种问法；或用 model: {from: 文件夹} 在已有模型上继续训练");

    public static Message ShortPart(SplitPart part, long characters, int context)
    {
        (string english, string chinese) = part == SplitPart.Train ? ("to learn from", "训练") : ("to choose by", "验证");
        return Message.Of($"the part {english} has {characters:N0} characters, less than one piece of {context:N0} tokens needs", $"{chinese}部分只有 {characters:N0} 个字符，不够一段 {context:N0} 个词元的上下文");
    }

    public static Message LittleText(long characters) => Message.Of($"{characters:N0} characters to learn from are little for a network from nothing", $"训练文本只有 {characters:N0} 个字符，对从零训练的网络来说偏少");

    public static Message Repeated(int documents, long all) => Message.Of(
        $"{documents:N0} of {all:N0} documents {(documents == 1 ? "says" : "say")} the same as an earlier one",
        $"{all:N0} 篇文档中有 {documents:N0} 篇与前面的完全相同");

    public static Message Unanswered(int talks) => Message.Of($"{talks:N0} conversation{(talks == 1 ? " has" : "s have")} no answer", $"{talks:N0} 段对话没有回答");

    public static Message RepeatedTalks(int talks) => Message.Of($"{talks:N0} conversation{(talks == 1 ? " says" : "s say")} the same as an earlier one", $"{talks:N0} 段对话与前面的完全相同");

    public static Message Disordered(int talks) => Message.Of($"in {talks:N0} conversation{(talks == 1 ? "" : "s")} one side speaks twice in a row, or an answer comes first", $"{talks:N0} 段对话中同一方连续发言，或一开始就是回答");

    public static Message Contradicted(int talks) => Message.Of($"{talks:N0} conversation{(talks == 1 ? " asks" : "s ask")} what an earlier one asks, and {(talks == 1 ? "is" : "are")} answered otherwise", $"{talks:N0} 段对话与前面的提问相同，回答却不同");

    public static Message Alike(int talks) => Message.Of($"in {talks:N0} conversation{(talks == 1 ? "" : "s")} the chosen and the rejected answer are the same", $"{talks:N0} 段对话的两个回答完全相同");

    public static Message OneSided(bool good) => good ? new Message("every answer is judged good", "所有回答都标为好") : new Message("every answer is judged bad", "所有回答都标为坏");

    public static Message FewTalks(int talks) => Message.Of($"{talks:N0} conversation{(talks == 1 ? " is" : "s are")} few for a network from nothing: it will know them by heart", $"只有 {talks:N0} 段对话，从零训练的网络只会死记硬背");
}
