using System.Text;
using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Formats;
using Anneal.Models.Language;

namespace Anneal.Server;

/// <summary>Reads the body of <c>/v1/chat/completions</c>.</summary>
internal static class ChatRequestReader
{
    private const int MostTools = 128;

    private static readonly JsonElement NoParameters = JsonDocument.Parse("""{"type": "object", "properties": {}}""").RootElement.Clone();

    public static ChatRequest Read(JsonElement body, GenerationOptions defaults)
    {
        if (!body.Has("messages", out JsonElement messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0) throw OpenAiError.Wrong("messages", "a list of messages");
        GenerationOptions options = body.Sampling(defaults);
        if (body.Flag("logprobs")) options = options with { LogProbabilities = body.Whole("top_logprobs") ?? 0 };
        if (Format(body) is { } grammar) options = options with { Grammar = grammar };
        List<ChatTool> tools = Tools(body);
        (ToolChoice choice, string? required) = Choice(body);
        return new ChatRequest([.. messages.EnumerateArray().Select((message, i) => Turn(message, $"messages[{i}]"))], options)
        {
            Tools = tools, ToolChoice = choice, RequiredTool = required,
            Variables = body.Has("chat_template_kwargs", out JsonElement variables) && variables.ValueKind == JsonValueKind.Object
                ? variables.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal) : null,
        };
    }

    private static ChatTurn Turn(JsonElement message, string place)
    {
        if (message.ValueKind != JsonValueKind.Object) throw OpenAiError.Wrong(place, "an object");
        string role = message.Text("role") switch { "developer" => "system", "function" => "tool", { Length: > 0 and < 64 } known => known, _ => throw OpenAiError.Wrong($"{place}.role", "system, user, assistant or tool") };
        List<ChatToolCall> calls = [];
        if (message.Has("tool_calls", out JsonElement given))
        {
            if (given.ValueKind != JsonValueKind.Array) throw OpenAiError.Wrong($"{place}.tool_calls", "a list");
            calls.AddRange(given.EnumerateArray().Select(call => Call(call, $"{place}.tool_calls")));
        }

        string? content = Content(message, place);
        if (content is null && calls.Count == 0 && role != "assistant") throw OpenAiError.Wrong($"{place}.content", "a text");
        return new ChatTurn(role, content ?? (calls.Count == 0 ? "" : null)) { ToolCalls = calls, ToolCallId = message.Text("tool_call_id"), Name = message.Text("name") };
    }

    private static string? Content(JsonElement message, string place)
    {
        if (!message.Has("content", out JsonElement content)) return null;
        if (content.ValueKind == JsonValueKind.String) return content.GetString();
        if (content.ValueKind != JsonValueKind.Array) throw OpenAiError.Wrong($"{place}.content", "a text, or a list of text parts");
        StringBuilder text = new();
        foreach (JsonElement part in content.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || part.Text("type") is not ("text" or "input_text" or "refusal")) throw OpenAiError.Wrong($"{place}.content", "text parts alone: this model reads nothing else");
            text.Append(part.Text("text") ?? part.Text("refusal"));
        }

        return text.ToString();
    }

    private static ChatToolCall Call(JsonElement call, string place)
    {
        if (call.ValueKind != JsonValueKind.Object || !call.Has("function", out JsonElement function) || function.ValueKind != JsonValueKind.Object) throw OpenAiError.Wrong(place, "calls of functions");
        string arguments = function.Text("arguments") ?? "{}";
        try
        {
            using JsonDocument parsed = StrictJson.Parse(arguments.Length == 0 ? "{}" : arguments);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return new ChatToolCall(call.Text("id") ?? "", function.Text("name") ?? "", parsed.RootElement.Clone());
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw OpenAiError.Wrong($"{place}.function.arguments", "a JSON object, as a string");
    }

    private static List<ChatTool> Tools(JsonElement body)
    {
        if (!body.Has("tools", out JsonElement given)) return [];
        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() > MostTools) throw OpenAiError.Wrong("tools", "a list of at most 128 functions");
        List<ChatTool> tools = [];
        foreach (JsonElement tool in given.EnumerateArray())
        {
            if (tool.ValueKind != JsonValueKind.Object || !tool.Has("function", out JsonElement function) || function.ValueKind != JsonValueKind.Object || function.Text("name") is not { Length: > 0 and <= 64 } name)
                throw OpenAiError.Wrong("tools", "functions with a name");
            JsonElement parameters = function.Has("parameters", out JsonElement schema) ? schema.ValueKind == JsonValueKind.Object ? schema : throw OpenAiError.Wrong($"tools.{name}.parameters", "a JSON schema") : NoParameters;
            tools.Add(new ChatTool(name, function.Text("description"), parameters));
        }

        return tools;
    }

    private static (ToolChoice Choice, string? Required) Choice(JsonElement body)
    {
        if (!body.Has("tool_choice", out JsonElement choice)) return (ToolChoice.Auto, null);
        if (choice.ValueKind == JsonValueKind.Object)
            return (ToolChoice.Required, (choice.Has("function", out JsonElement function) && function.ValueKind == JsonValueKind.Object ? function.Text("name") : null) ?? throw OpenAiError.Wrong("tool_choice", "a function's name"));
        return body.Text("tool_choice") switch { "auto" => (ToolChoice.Auto, null), "none" => (ToolChoice.None, null), "required" => (ToolChoice.Required, null), _ => throw OpenAiError.Wrong("tool_choice", "auto, none, required or a function") };
    }

    private static Grammar? Format(JsonElement body)
    {
        if (!body.Has("response_format", out JsonElement format)) return null;
        if (format.ValueKind != JsonValueKind.Object) throw OpenAiError.Wrong("response_format", "an object");
        switch (format.Text("type"))
        {
            case "text": return null;
            case "json_object": return Grammar.JsonObject;
            case "json_schema":
                if (!format.Has("json_schema", out JsonElement named) || named.ValueKind != JsonValueKind.Object || !named.Has("schema", out JsonElement schema)) throw OpenAiError.Wrong("response_format.json_schema.schema", "a JSON schema");
                return Grammar.FromJsonSchema(schema);
            default: throw OpenAiError.Wrong("response_format.type", "text, json_object or json_schema");
        }
    }
}
