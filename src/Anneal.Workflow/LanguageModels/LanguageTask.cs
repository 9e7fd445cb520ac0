using Anneal.Data.Messages;

namespace Anneal.Workflow.LanguageModels;

/// <summary>What a recipe about language models asks for.</summary>
public enum LanguageTask
{
    /// <summary>To go on with a text as the texts that it learnt from go on.</summary>
    LanguageModel,

    /// <summary>To answer as the conversations that it learnt from answer.</summary>
    Chat,
}

/// <summary>The tasks as a recipe names them.</summary>
public static class LanguageTaskNames
{
    private static readonly (string Name, LanguageTask Task)[] Known = [("language-model", LanguageTask.LanguageModel), ("chat", LanguageTask.Chat)];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The task of a known name.</summary>
    public static LanguageTask Parse(string name) => Array.Find(Known, k => k.Name == name).Task;

    /// <summary>The name of a task.</summary>
    public static string Of(LanguageTask task) => Array.Find(Known, k => k.Task == task).Name;

    /// <summary>What a task is, in words.</summary>
    public static Message Describe(LanguageTask task) => task switch
    {
        LanguageTask.LanguageModel => new Message("go on with a text", "语言模型（续写文本）"),
        LanguageTask.Chat => new Message("answer in a conversation", "对话（学习回答）"),
        _ => throw new ArgumentOutOfRangeException(nameof(task)),
    };
}
