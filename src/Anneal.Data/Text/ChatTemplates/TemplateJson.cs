using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>JSON in and out, written the way Python's <c>json.dumps</c> does: published models were trained on that.</summary>
internal static class TemplateJson
{
    private const int MostDepth = 64;

    public static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String: return element.GetString();
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Number: return element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble();
            case JsonValueKind.Array: return new TemplateList(element.EnumerateArray().Select(Read));
            case JsonValueKind.Object:
                TemplateMap map = new();
                foreach (JsonProperty property in element.EnumerateObject()) map.Items[property.Name] = Read(property.Value);
                return map;
            default: return null;
        }
    }

    public static string Write(TemplateRun run, object? value, long indent, bool ascii, bool sorted)
    {
        if (indent > 64) throw TemplateError.Endless();
        StringBuilder text = new();
        Write(run, text, value, (int)indent, ascii, sorted, 0);
        return text.ToString();
    }

    private static void Write(TemplateRun run, StringBuilder text, object? value, int indent, bool ascii, bool sorted, int depth)
    {
        run.Step();
        int start = text.Length;
        if (depth > MostDepth) throw TemplateError.Endless();
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case long n: text.Append(n.ToString(CultureInfo.InvariantCulture)); break;
            case double d: text.Append(TemplateValue.Text(d)); break;
            case string s: Quote(text, s, ascii); break;
            case TemplateList list:
                Enclose(text, '[', ']', list.Items.Count, indent, depth, i => Write(run, text, list.Items[i], indent, ascii, sorted, depth + 1));
                return;
            case TemplateMap map:
                KeyValuePair<string, object?>[] items = sorted ? [.. map.Items.OrderBy(item => item.Key, StringComparer.Ordinal)] : [.. map.Items];
                Enclose(text, '{', '}', items.Length, indent, depth, i =>
                {
                    Quote(text, items[i].Key, ascii);
                    text.Append(": ");
                    Write(run, text, items[i].Value, indent, ascii, sorted, depth + 1);
                });
                return;
            default: throw TemplateError.Wrong($"tojson: {TemplateValue.Kind(value)}");
        }

        run.Spend(text.Length - start);
    }

    private static void Enclose(StringBuilder text, char open, char close, int count, int indent, int depth, Action<int> item)
    {
        text.Append(open);
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text.Append(indent < 0 ? ", " : ",");
            if (indent >= 0) text.Append('\n').Append(' ', indent * (depth + 1));
            item(i);
        }

        if (indent >= 0 && count > 0) text.Append('\n').Append(' ', indent * depth);
        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value, bool ascii)
    {
        text.Append('"');
        foreach (char c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                default:
                    if (c < ' ' || (ascii && c > '~')) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    else text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}
