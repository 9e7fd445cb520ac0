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

    /// <summary>The name of a task.</summary>
    public static string Of(TaskKind kind) => Array.Find(Known, k => k.Kind == kind).Name;
}
