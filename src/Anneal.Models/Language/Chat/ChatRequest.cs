using System.Buffers;
using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;

namespace Anneal.Models.Language;

/// <summary>What a model is asked in a conversation.</summary>
/// <param name="Turns">The conversation.</param>
/// <param name="Options">How to answer.</param>
public sealed record ChatRequest(IReadOnlyList<ChatTurn> Turns, GenerationOptions Options)
{
    /// <summary>The tools that the model may call.</summary>
    public IReadOnlyList<ChatTool> Tools { get; init; } = [];

    /// <summary>Whether it must.</summary>
    public ToolChoice ToolChoice { get; init; }

    /// <summary>The one that it must call; null for any.</summary>
    public string? RequiredTool { get; init; }

    /// <summary>Further variables of the model's template.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>The tools that the model is told of.</summary>
    internal IReadOnlyList<ChatTool> Offered => ToolChoice == ToolChoice.None ? [] : RequiredTool is null ? Tools : [.. Tools.Where(tool => tool.Name == RequiredTool)];

    /// <summary>The tools as templates expect them: OpenAI's descriptions of functions.</summary>
    internal JsonElement? ToolsJson()
    {
        if (Offered.Count == 0) return null;
        return Json(writer =>
        {
            writer.WriteStartArray();
            foreach (ChatTool tool in Offered)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", tool.Name);
                if (tool.Description is not null) writer.WriteString("description", tool.Description);
                writer.WritePropertyName("parameters");
                tool.Parameters.WriteTo(writer);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>A grammar that lets nothing but a call through.</summary>
    internal Grammar CallGrammar() => Grammar.FromJsonSchema(Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("anyOf");
        foreach (ChatTool tool in Offered)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            writer.WriteStartObject("name");
            writer.WriteString("const", tool.Name);
            writer.WriteEndObject();
            writer.WritePropertyName("arguments");
            tool.Parameters.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteStartArray("required");
            writer.WriteStringValue("name");
            writer.WriteStringValue("arguments");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer)) write(writer);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement.Clone();
    }
}
