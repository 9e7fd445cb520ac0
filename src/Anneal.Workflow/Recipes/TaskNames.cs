using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Workflow.Recipes;

/// <summary>The tasks as a recipe names them.</summary>
public static class TaskNames
{
    private static readonly (string Name, TaskKind Kind)[] Known =
    [
        ("tabular-classification", TaskKind.TabularClassification),
        ("tabular-regression", TaskKind.TabularRegression),
        ("text-classification", TaskKind.TextClassification),
        ("image-classification", TaskKind.ImageClassification),
    ];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The task of a known name.</summary>
    public static TaskKind Parse(string name) => Array.Find(Known, k => k.Name == name).Kind;

    /// <summary>What a task is, in words.</summary>
    public static Message Describe(TaskKind kind) => kind switch
    {
        TaskKind.TabularClassification => new Message("classify the rows of a table", "表格数据分类"),
        TaskKind.TabularRegression => new Message("predict a number for the rows of a table", "表格数据回归"),
        TaskKind.TextClassification => new Message("classify texts", "文本分类"),
        _ => new Message("classify images", "图片分类"),
    };

    /// <summary>The name of a task.</summary>
    public static string Of(TaskKind kind) => Array.Find(Known, k => k.Kind == kind).Name;
}
