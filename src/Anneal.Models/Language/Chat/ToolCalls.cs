using System.Globalization;
using System.Text;
using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Formats;

namespace Anneal.Models.Language;

/// <summary>Finds the calls of tools in what a model writes.</summary>
/// <remarks>
/// Models write them in their own ways: <c>&lt;tool_call&gt;{"name": …, "arguments": …}&lt;/tool_call&gt;</c> (Qwen, Hermes), <c>[TOOL_CALLS] [{…}]</c> (Mistral),
/// or bare JSON with <c>parameters</c> (Llama). What may become a call is held back; what turns out to be none is text after all.
/// </remarks>
/// <param name="tools">The tools' names; without any, all is text.</param>
internal sealed class ToolCalls(IReadOnlyCollection<string> tools)
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";
    private const string ListMark = "[TOOL_CALLS]";

    private readonly StringBuilder held = new();
    private bool hasText;

    /// <summary>Takes more of the answer and returns what is surely text.</summary>
    public string Append(string piece)
    {
        if (tools.Count == 0) return piece;
        held.Append(piece);
        string text = held.ToString();
        int end = Begin(text);
        if (end == 0) return "";
        hasText |= text.AsSpan(0, end).ContainsAnyExcept(" \t\r\n");
        held.Remove(0, end);
        return text[..end];
    }

    /// <summary>The calls, and what was held back and is text, when the answer is over.</summary>
    public (IReadOnlyList<ChatToolCall> Calls, string Text) Finish()
    {
        string text = held.ToString();
        List<ChatToolCall> calls = [];
        StringBuilder rest = new();
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                string last = text[at..];
                if (!Read(last.Trim(), calls)) rest.Append(last);
                break;
            }

            int close = text.IndexOf(Close, open, StringComparison.Ordinal);
            string inner = text[(open + Open.Length)..(close < 0 ? text.Length : close)];
            if (Read(inner.Trim(), calls)) rest.Append(text, at, open - at);
            else rest.Append(text, at, (close < 0 ? text.Length : close + Close.Length) - at);
            at = close < 0 ? text.Length : close + Close.Length;
        }

        return (calls, calls.Count > 0 ? rest.ToString().TrimEnd() : rest.ToString());
    }

    /// <summary>Where something begins that may be a call.</summary>
    private int Begin(string text)
    {
        int blank = text.Length - text.AsSpan().TrimStart().Length;
        if (!hasText && (blank == text.Length || text[blank] is '{' or '[')) return 0;
        int open = text.IndexOf(Open, StringComparison.Ordinal);
        if (open >= 0) return open;
        for (int length = Math.Min(Open.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(Open.AsSpan(0, length))) return text.Length - length;
        }

        return text.Length;
    }

    private bool Read(string text, List<ChatToolCall> calls)
    {
        if (text.StartsWith(ListMark, StringComparison.Ordinal)) text = text[ListMark.Length..];
        try
        {
            using JsonDocument document = StrictJson.Parse(text);
            JsonElement root = document.RootElement;
            List<ChatToolCall> found = [];
            foreach (JsonElement call in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root })
            {
                if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String || !tools.Contains(name.GetString()!, StringComparer.Ordinal)) return false;
                if (!call.TryGetProperty("arguments", out JsonElement arguments) && !call.TryGetProperty("parameters", out arguments)) return false;
                if (arguments.ValueKind != JsonValueKind.Object) return false;
                found.Add(new ChatToolCall(string.Create(CultureInfo.InvariantCulture, $"call_{Guid.NewGuid():N}")[..17], name.GetString()!, arguments.Clone()));
            }

            calls.AddRange(found);
            return found.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
