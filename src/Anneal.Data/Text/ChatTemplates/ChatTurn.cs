using System.Text.Json;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>What one side of a conversation said.</summary>
/// <param name="Role">Who: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">What; null where an assistant only calls tools.</param>
public sealed record ChatTurn(string Role, string? Content)
{
    /// <summary>The tools that an assistant calls.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a tool answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The name of the speaker, or of the tool.</summary>
    public string? Name { get; init; }
}

/// <summary>A call of a tool.</summary>
/// <param name="Id">What its answer refers to.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object.</param>
public sealed record ChatToolCall(string Id, string Name, JsonElement Arguments);
