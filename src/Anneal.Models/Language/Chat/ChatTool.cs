using System.Text.Json;

namespace Anneal.Models.Language;

/// <summary>A tool that a model may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">A JSON schema of its arguments.</param>
public sealed record ChatTool(string Name, string? Description, JsonElement Parameters);

/// <summary>Whether a model must call a tool.</summary>
public enum ToolChoice
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>It is told of no tool.</summary>
    None,

    /// <summary>It must call one.</summary>
    Required,
}
