using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Microsoft.Extensions.AI;

namespace Anneal.Models.Language;

/// <summary>From the messages of .NET's AI libraries to a request, and back.</summary>
internal static class ChatMessages
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("""{"type": "object", "properties": {}}""").RootElement.Clone();

    public static ChatRequest Read(IEnumerable<ChatMessage> messages, ChatOptions? options, GenerationOptions defaults)
    {
        List<ChatTurn> turns = [];
        if (options?.Instructions is { Length: > 0 } instructions) turns.Add(new ChatTurn("system", instructions));
        foreach (ChatMessage message in messages) turns.AddRange(Turns(message));
        ChatTool[] tools = [.. (options?.Tools ?? []).Select(tool => tool is AIFunctionDeclaration function
            ? new ChatTool(function.Name, function.Description, function.JsonSchema.ValueKind == JsonValueKind.Object ? function.JsonSchema : NoArguments)
            : throw new UserErrorException(LanguageModelMessages.OtherTool(tool.Name), LanguageModelMessages.OtherToolWayOut))];
        return new ChatRequest(turns, Options(options, defaults))
        {
            Tools = tools,
            ToolChoice = options?.ToolMode switch { RequiredChatToolMode => ToolChoice.Required, NoneChatToolMode => ToolChoice.None, _ => ToolChoice.Auto },
            RequiredTool = (options?.ToolMode as RequiredChatToolMode)?.RequiredFunctionName,
        };
    }

    public static FunctionCallContent Call(ChatToolCall call) =>
        new(call.Id, call.Name, call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value, StringComparer.Ordinal));

    private static GenerationOptions Options(ChatOptions? options, GenerationOptions defaults) => options is null ? defaults : defaults with
    {
        Temperature = options.Temperature ?? defaults.Temperature,
        TopP = options.TopP ?? defaults.TopP,
        TopK = options.TopK ?? defaults.TopK,
        MaxTokens = options.MaxOutputTokens ?? defaults.MaxTokens,
        FrequencyPenalty = options.FrequencyPenalty ?? defaults.FrequencyPenalty,
        PresencePenalty = options.PresencePenalty ?? defaults.PresencePenalty,
        Seed = options.Seed is { } seed ? unchecked((ulong)seed) : defaults.Seed,
        StopTexts = [.. defaults.StopTexts, .. options.StopSequences ?? []],
        Grammar = options.ResponseFormat is ChatResponseFormatJson json ? json.Schema is { } schema ? Grammar.FromJsonSchema(schema) : Grammar.JsonObject : defaults.Grammar,
    };

    private static IEnumerable<ChatTurn> Turns(ChatMessage message)
    {
        // Each result of a tool is a turn of its own; whatever else a message holds is one turn.
        foreach (FunctionResultContent result in message.Contents.OfType<FunctionResultContent>())
            yield return new ChatTurn("tool", result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions)) { ToolCallId = result.CallId };
        ChatToolCall[] calls = [.. message.Contents.OfType<FunctionCallContent>().Select(call => new ChatToolCall(call.CallId, call.Name, JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal), AIJsonUtilities.DefaultOptions)))];
        AIContent? other = message.Contents.FirstOrDefault(content => content is DataContent or UriContent);
        if (other is not null) throw new UserErrorException(LanguageModelMessages.NotText(other.GetType().Name), LanguageModelMessages.NotTextWayOut);
        if (calls.Length > 0 || message.Contents.OfType<TextContent>().Any() || !message.Contents.OfType<FunctionResultContent>().Any())
            yield return new ChatTurn(message.Role.Value, message.Text) { ToolCalls = calls, Name = message.AuthorName };
    }
}
