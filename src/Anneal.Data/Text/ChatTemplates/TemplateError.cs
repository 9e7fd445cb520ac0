using Anneal.Data.Messages;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The mistakes of a chat template.</summary>
internal static class TemplateError
{
    /// <summary>The template can't be read, or does what a template may not do.</summary>
    /// <param name="line">Where.</param>
    /// <param name="what">What stands there.</param>
    public static UserErrorException At(int line, string what) => new(
        Message.Of($"line {line} of the chat template can't be understood: {what}", $"聊天模板第 {line} 行无法理解：{what}"), WayOut);

    /// <summary>A value is of a kind that the operation can't take.</summary>
    public static UserErrorException Wrong(string what) => new(
        new Message($"the chat template fails: {what}", $"聊天模板执行失败：{what}"), WayOut);

    /// <summary>The template itself refuses the conversation.</summary>
    public static UserErrorException Raised(string said) => new(
        new Message($"the chat template refuses this conversation: {said}", $"聊天模板不接受这段对话：{said}"),
        new Message("change the messages as the template asks for", "请按模板的要求修改消息"));

    /// <summary>The template works for too long or makes too much.</summary>
    public static UserErrorException Endless() => new(
        new Message("the chat template takes too many steps or writes too much", "聊天模板执行步骤过多或输出过长"), WayOut);

    private static Message WayOut => new(
        "give another template with --template, or take the model from its original source", "请用 --template 指定其他模板，或从原始来源重新获取模型");
}
