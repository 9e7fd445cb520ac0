using Anneal.Workflow.TextTasks.Answers;
using Anneal.Workflow.TextTasks.Embedding;
using Anneal.Workflow.TextTasks.MaskedWords;
using Anneal.Workflow.TextTasks.Tagging;
using Anneal.Workflow.TextTasks.Translating;

namespace Anneal.Workflow.TextTasks;

/// <summary>The tasks over texts.</summary>
public static class TextTaskList
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TextTask> All { get; } = [new TokenClassification(), new QuestionAnswering(), new Translation(), new TextEmbedding(), new MaskedLanguageModel()];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(task => task.Name)];

    /// <summary>The task of a name; null for an unknown one.</summary>
    public static TextTask? Find(string? name) => All.FirstOrDefault(task => task.Name == name);
}
