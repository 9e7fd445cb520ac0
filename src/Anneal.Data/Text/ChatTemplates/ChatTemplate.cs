using System.Text.Json;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>Turns a conversation into the one text that a model was trained on.</summary>
/// <remarks>
/// Reads the part of Jinja that published models use in <c>tokenizer_config.json</c> and in GGUF's <c>tokenizer.chat_template</c>. A template
/// is a program from a stranger: here it can reach its own values and nothing else, and its steps, its depth and what it writes are
/// bounded (the class of CVE-2024-34359, where a template ran code on the machine that read it).
/// </remarks>
public sealed class ChatTemplate
{
    private const int MostCharacters = 1 << 20;

    private readonly IReadOnlyList<TemplateStatement> statements;

    private ChatTemplate(string source, IReadOnlyList<TemplateStatement> statements) => (Source, this.statements) = (source, statements);

    /// <summary>The template as it was read.</summary>
    public string Source { get; }

    /// <summary>The text that stands for the beginning of a text, for templates that write it.</summary>
    public string BeginText { get; init; } = "";

    /// <summary>The text that stands for the end of a text.</summary>
    public string EndText { get; init; } = "";

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="beginText">What <c>bos_token</c> stands for.</param>
    /// <param name="endText">What <c>eos_token</c> stands for.</param>
    /// <exception cref="Messages.UserErrorException">The template can't be understood.</exception>
    public static ChatTemplate Parse(string source, string beginText = "", string endText = "")
    {
        if (source.Length > MostCharacters) throw TemplateError.Endless();
        return new ChatTemplate(source, new StatementParser(new TemplateLexer(source).Read()).Read()) { BeginText = beginText, EndText = endText };
    }

    /// <summary>Writes a conversation.</summary>
    /// <param name="turns">The conversation.</param>
    /// <param name="addGenerationPrompt">Whether the beginning of the assistant's next turn is written too.</param>
    /// <param name="tools">The tools that the model may call: a JSON list of OpenAI's function descriptions.</param>
    /// <param name="variables">Further variables of the template, such as <c>enable_thinking</c>.</param>
    /// <param name="now">What time it is, for templates that write the date; left out, now.</param>
    /// <exception cref="Messages.UserErrorException">The template refuses the conversation, fails, or goes beyond its bounds.</exception>
    public RenderedChat Render(
        IReadOnlyList<ChatTurn> turns, bool addGenerationPrompt = true, JsonElement? tools = null, IReadOnlyDictionary<string, JsonElement>? variables = null, DateTimeOffset? now = null)
    {
        TemplateRun run = new(now ?? DateTimeOffset.Now);
        run.Scope["messages"] = new TemplateList(turns.Select(Turn));
        run.Scope["add_generation_prompt"] = addGenerationPrompt;
        run.Scope["bos_token"] = BeginText;
        run.Scope["eos_token"] = EndText;
        run.Scope["tools"] = tools is { ValueKind: JsonValueKind.Array } given && given.GetArrayLength() > 0 ? TemplateJson.Read(given) : null;
        run.Scope["documents"] = null;
        foreach ((string name, JsonElement value) in variables ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)) run.Scope[name] = TemplateJson.Read(value);
        TemplateStatement.All(run, statements);
        return new RenderedChat(run.Output.ToString(), run.Answers);
    }

    private static TemplateMap Turn(ChatTurn turn)
    {
        TemplateMap map = new();
        map.Items["role"] = turn.Role;
        map.Items["content"] = turn.Content;
        if (turn.Name is not null) map.Items["name"] = turn.Name;
        if (turn.ToolCallId is not null) map.Items["tool_call_id"] = turn.ToolCallId;
        if (turn.ToolCalls.Count > 0) map.Items["tool_calls"] = new TemplateList(turn.ToolCalls.Select(Call));
        return map;
    }

    private static TemplateMap Call(ChatToolCall call)
    {
        TemplateMap function = new(), map = new();
        function.Items["name"] = call.Name;
        function.Items["arguments"] = TemplateJson.Read(call.Arguments);
        map.Items["id"] = call.Id;
        map.Items["type"] = "function";
        map.Items["function"] = function;
        return map;
    }
}
