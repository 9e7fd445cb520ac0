using Anneal.Data.Messages;

namespace Anneal.Workflow.Messages;

/// <summary>What is said about conversations to learn from.</summary>
internal static class TalkMessages
{
    public static readonly Message NothingLeftWayOut = new("raise model.context, or give conversations with shorter questions", "请增大 model.context，或提供提问更短的对话");

    public static Message Unanswered(int talks) => Message.Of(
        $"{talks:N0} conversation{(talks == 1 ? " has" : "s have")} no answer to learn and {(talks == 1 ? "is" : "are")} left out",
        $"{talks:N0} 段对话没有可学的回答，已略去");

    public static Message Repeated(int talks) => Message.Of(
        $"{talks:N0} conversation{(talks == 1 ? " says" : "s say")} the same as an earlier one and {(talks == 1 ? "is" : "are")} left out",
        $"{talks:N0} 段对话与前面的完全相同，已略去");

    public static Message Cut(int talks, int context) => Message.Of(
        $"{talks:N0} conversation{(talks == 1 ? " is" : "s are")} longer than {context:N0} tokens (model.context) and {(talks == 1 ? "is" : "are")} cut off there",
        $"{talks:N0} 段对话超过 {context:N0} 个词元（model.context），超出部分被截断");

    public static Message Lost(int talks, int context) => Message.Of(
        $"{talks:N0} conversation{(talks == 1 ? " has" : "s have")} no answer within the first {context:N0} tokens (model.context) and {(talks == 1 ? "is" : "are")} left out",
        $"{talks:N0} 段对话的前 {context:N0} 个词元（model.context）里没有回答，已略去");

    public static Message NothingLeft(int context) => Message.Of(
        $"no conversation has an answer within its first {context:N0} tokens, in the part to learn from or in the part to choose by",
        $"用于训练或验证的对话在前 {context:N0} 个词元里都没有回答");

    public static Message ShorterContext(int context) => Message.Of(
        $"the model sees {context:N0} tokens at once: model.context is brought down to that",
        $"这个模型一次只能看 {context:N0} 个词元，model.context 已降到这个值");
}
