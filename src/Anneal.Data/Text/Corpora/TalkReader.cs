using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Formats;

namespace Anneal.Data.Text.Corpora;

/// <summary>Reads conversations in the three forms in which they are published, as JSONL or as one JSON list.</summary>
/// <remarks>
/// <c>{"messages": [{"role", "content"}]}</c>; Alpaca's <c>{"instruction", "input", "output"}</c>; ShareGPT's <c>{"conversations": [{"from", "value"}]}</c>. Beside them may stand
/// <c>chosen</c> and <c>rejected</c> (two answers, the better first) or <c>label</c> (whether the last answer was good).
/// </remarks>
public static class TalkReader
{
    private static readonly Dictionary<string, string> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "user", ["human"] = "user", ["assistant"] = "assistant", ["gpt"] = "assistant", ["function_call"] = "assistant",
        ["system"] = "system", ["tool"] = "tool", ["observation"] = "tool",
    };

    private static readonly string[] Endings = [".jsonl", ".ndjson", ".json"];

    /// <summary>All conversations of a source, in a fixed order.</summary>
    /// <param name="source">A file, a folder of such, or a pattern.</param>
    /// <param name="goal">What is to be learnt of them.</param>
    /// <exception cref="UserErrorException">A file is missing or no JSON, or a conversation is in no known form.</exception>
    public static IEnumerable<(Talk Talk, Place Place)> Read(SourceChoice source, TalkGoal goal)
    {
        string[] paths = ManyFiles.IsPattern(source.Location) ? ManyFiles.Find(source.Location, source)
            : Directory.Exists(source.Location) ? [.. Directory.EnumerateFiles(source.Location, "*", SearchOption.AllDirectories).Where(IsJson).Order(StringComparer.Ordinal)]
            : [source.Location];
        bool any = false;
        foreach (string path in paths)
        {
            SourceFile file = SourceFile.OnDisk(path, paths.Length == 1 && path == source.Location ? source.Shown : path, source.NamedAt);
            foreach ((JsonElement row, int line) in JsonSource.Objects(file))
            {
                any = true;
                Place place = new(file.ShownAs, line);
                yield return (Talk(row, goal, place), place);
            }
        }

        if (!any) throw new UserErrorException(CorpusMessages.NoTalks(source.Shown), CorpusMessages.NoTalkWayOut, source.NamedAt);
    }

    private static bool IsJson(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static Talk Talk(JsonElement row, TalkGoal goal, Place place)
    {
        List<ChatTurn> turns = [];
        if (Text(row, "system") is { Length: > 0 } system) turns.Add(new ChatTurn("system", system));
        if (row.TryGetProperty("messages", out JsonElement messages)) Add(turns, messages, "role", "content", place);
        else if (row.TryGetProperty("conversations", out JsonElement conversations)) Add(turns, conversations, "from", "value", place);
        else if (Text(row, "instruction") is { } instruction) AddAlpaca(turns, row, instruction, place);
        else throw Unknown(place);

        string? chosen = Answer(row, "chosen"), rejected = Answer(row, "rejected");
        if (goal == TalkGoal.Pairs)
        {
            if (chosen is null || rejected is null) throw new UserErrorException(CorpusMessages.NoPair, CorpusMessages.NoPairWayOut, place);
            return new Talk([.. turns, new ChatTurn("assistant", chosen)], rejected);
        }

        // Of two answers the better one is learnt where no preference is asked for.
        if (chosen is not null) turns.Add(new ChatTurn("assistant", chosen));
        if (goal == TalkGoal.Answers) return new Talk(turns);
        if (!row.TryGetProperty("label", out JsonElement label) || label.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw new UserErrorException(CorpusMessages.NoVerdict, CorpusMessages.NoVerdictWayOut, place);
        return new Talk(turns, Good: label.GetBoolean());
    }

    private static void Add(List<ChatTurn> turns, JsonElement list, string who, string what, Place place)
    {
        if (list.ValueKind != JsonValueKind.Array) throw Unknown(place);
        foreach (JsonElement turn in list.EnumerateArray())
        {
            if (turn.ValueKind != JsonValueKind.Object || Text(turn, who) is not { } role) throw Unknown(place);
            if (!Roles.TryGetValue(role, out string? known)) throw new UserErrorException(CorpusMessages.UnknownRole(Shortened(role)), CorpusMessages.UnknownRoleWayOut, place);
            ChatToolCall[] calls = Calls(turn, place);
            string? said = Said(turn, what);
            if (said is null && calls.Length == 0) throw Unknown(place);
            turns.Add(new ChatTurn(known, said) { ToolCalls = calls, ToolCallId = Text(turn, "tool_call_id"), Name = Text(turn, "name") });
        }
    }

    /// <summary>What a turn says: a text, or OpenAI's list of parts, of which the texts count.</summary>
    private static string? Said(JsonElement turn, string name)
    {
        if (!turn.TryGetProperty(name, out JsonElement content)) return null;
        if (content.ValueKind == JsonValueKind.String) return content.GetString();
        if (content.ValueKind != JsonValueKind.Array) return null;
        string?[] parts = [.. content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object && Text(part, "type") == "text" ? Text(part, "text") : null)];
        return parts.Length > 0 && Array.TrueForAll(parts, part => part is not null) ? string.Concat(parts) : null;
    }

    private static ChatToolCall[] Calls(JsonElement turn, Place place)
    {
        if (!turn.TryGetProperty("tool_calls", out JsonElement calls) || calls.ValueKind == JsonValueKind.Null) return [];
        if (calls.ValueKind != JsonValueKind.Array) throw Unknown(place);
        return [.. calls.EnumerateArray().Select(Call)];

        ChatToolCall Call(JsonElement call)
        {
            if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("function", out JsonElement function) || function.ValueKind != JsonValueKind.Object || Text(function, "name") is not { } name || !function.TryGetProperty("arguments", out JsonElement arguments))
                throw Unknown(place);
            if (arguments.ValueKind == JsonValueKind.String)
            {
                try
                {
                    arguments = StrictJson.Element(arguments.GetString()!);
                }
                catch (JsonException e)
                {
                    throw new UserErrorException(SourceMessages.NotJson, SourceMessages.NotJsonWayOut, place, e);
                }
            }

            return arguments.ValueKind == JsonValueKind.Object ? new ChatToolCall(Text(call, "id") ?? "", name, arguments) : throw Unknown(place);
        }
    }

    private static void AddAlpaca(List<ChatTurn> turns, JsonElement row, string instruction, Place place)
    {
        if (row.TryGetProperty("history", out JsonElement history) && history.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement pair in history.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.String || pair[1].ValueKind != JsonValueKind.String) throw Unknown(place);
                turns.Add(new ChatTurn("user", pair[0].GetString()));
                turns.Add(new ChatTurn("assistant", pair[1].GetString()));
            }
        }

        turns.Add(new ChatTurn("user", Text(row, "input") is { Length: > 0 } input ? $"{instruction}\n{input}" : instruction));
        if (Text(row, "output") is { } output) turns.Add(new ChatTurn("assistant", output));
        else if (!row.TryGetProperty("chosen", out _)) throw Unknown(place);
    }

    private static string? Answer(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out JsonElement answer)) return null;
        return answer.ValueKind switch
        {
            JsonValueKind.String => answer.GetString(),
            JsonValueKind.Object => Text(answer, "value") ?? Text(answer, "content"),

            // A list of messages, of which the last is the answer.
            JsonValueKind.Array when answer.GetArrayLength() > 0 && answer[answer.GetArrayLength() - 1] is { ValueKind: JsonValueKind.Object } last => Text(last, "value") ?? Text(last, "content"),
            _ => null,
        };
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static UserErrorException Unknown(Place place) => new(CorpusMessages.NoTalk, CorpusMessages.NoTalkWayOut, place);
}
