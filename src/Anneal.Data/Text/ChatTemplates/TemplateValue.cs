using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>A value that is not there. It is empty as a text and false as a condition; anything further is an error that names it.</summary>
internal sealed class Undefined
{
    private Undefined(string name) => Name = name;

    public string Name { get; }

    public static Undefined Of(string name) => new(name);
}

/// <summary>A list, or a tuple.</summary>
internal sealed class TemplateList(IEnumerable<object?> items, bool isTuple = false)
{
    public List<object?> Items { get; } = [.. items];

    public bool IsTuple => isTuple;
}

/// <summary>Values by name, in the order in which they were given.</summary>
internal sealed class TemplateMap
{
    public OrderedDictionary<string, object?> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a template may write into it, as into <c>namespace()</c>.</summary>
    public bool IsNamespace { get; init; }
}

/// <summary>Something that a template can call.</summary>
internal delegate object? TemplateFunction(TemplateRun run, TemplateArguments arguments);

/// <summary>What templates may do with their values, the way Python does it. There is nothing else: no type, no member, no file of the program around can be reached.</summary>
internal static class TemplateValue
{
    private const int MostDepth = 64;

    public static bool Truth(object? value) => value switch
    {
        null or Undefined => false,
        bool b => b,
        long n => n != 0,
        double d => d != 0,
        string s => s.Length > 0,
        TemplateList list => list.Items.Count > 0,
        TemplateMap { IsNamespace: false } map => map.Items.Count > 0,
        _ => true,
    };

    /// <summary>As <c>{{ value }}</c> writes it.</summary>
    public static string Text(TemplateRun run, object? value) => value switch
    {
        string s => s,
        Undefined => "",
        _ => Written(run, value),
    };

    /// <summary>As Python's <c>repr</c> writes it.</summary>
    public static string Written(TemplateRun run, object? value)
    {
        StringBuilder text = new();
        Write(run, text, value, 0);
        return run.Made(text.ToString());
    }

    public static bool Same(TemplateRun run, object? a, object? b, int depth = 0)
    {
        run.Step();
        if (depth > MostDepth) throw TemplateError.Endless();
        return (a, b) switch
        {
            (null, null) => true,
            (Undefined, Undefined) => true,
            (string x, string y) => string.Equals(x, y, StringComparison.Ordinal),
            (TemplateList x, TemplateList y) => x.IsTuple == y.IsTuple && x.Items.Count == y.Items.Count && Enumerable.Range(0, x.Items.Count).All(i => Same(run, x.Items[i], y.Items[i], depth + 1)),
            (TemplateMap x, TemplateMap y) => ReferenceEquals(x, y) || (!x.IsNamespace && !y.IsNamespace && x.Items.Count == y.Items.Count
                && x.Items.All(item => y.Items.TryGetValue(item.Key, out object? other) && Same(run, item.Value, other, depth + 1))),
            _ => Number(a) is { } m && Number(b) is { } n ? m == n : ReferenceEquals(a, b),
        };
    }

    public static int Compare(object? a, object? b)
    {
        if (a is string x && b is string y) return string.CompareOrdinal(x, y);
        if (Number(a) is { } m && Number(b) is { } n) return m.CompareTo(n);
        if (a is TemplateList left && b is TemplateList right)
        {
            for (int i = 0; i < Math.Min(left.Items.Count, right.Items.Count); i++)
            {
                int order = Compare(left.Items[i], right.Items[i]);
                if (order != 0) return order;
            }

            return left.Items.Count.CompareTo(right.Items.Count);
        }

        throw TemplateError.Wrong($"{Kind(a)} < {Kind(b)}");
    }

    public static bool Contains(TemplateRun run, object? whole, object? part) => whole switch
    {
        string text => part is string inner ? text.Contains(inner, StringComparison.Ordinal) : throw TemplateError.Wrong($"{Kind(part)} in {Kind(whole)}"),
        TemplateList list => list.Items.Exists(item => Same(run, item, part)),
        TemplateMap map => part is string key && map.Items.ContainsKey(key),
        Undefined => false,
        _ => throw TemplateError.Wrong($"{Kind(part)} in {Kind(whole)}"),
    };

    /// <summary>The items that a loop goes through.</summary>
    public static List<object?> Items(TemplateRun run, object? value)
    {
        List<object?> items = value switch
        {
            TemplateList list => list.Items,
            TemplateMap map => [.. map.Items.Keys],
            string text => [.. Characters(text)],
            Undefined => [],
            _ => throw TemplateError.Wrong($"for … in {Kind(value)}"),
        };
        run.Step(items.Count);
        return items;
    }

    /// <summary>How long a value is.</summary>
    public static long Length(object? value) => value switch
    {
        string text => text.Length - text.Count(char.IsLowSurrogate),
        TemplateList list => list.Items.Count,
        TemplateMap map => map.Items.Count,
        Undefined => 0,
        _ => throw TemplateError.Wrong($"length of {Kind(value)}"),
    };

    public static double? Number(object? value) => value switch
    {
        long n => n,
        double d => d,
        bool b => b ? 1 : 0,
        _ => null,
    };

    public static string Kind(object? value) => value switch
    {
        null => "None",
        Undefined undefined => $"'{undefined.Name}' (undefined)",
        bool => "bool",
        long => "int",
        double => "float",
        string => "str",
        TemplateList { IsTuple: true } => "tuple",
        TemplateList => "list",
        TemplateMap => "dict",
        _ => "function",
    };

    public static string Text(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny("Ee.") ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    /// <summary>A text's characters, each as a text.</summary>
    public static IEnumerable<string> Characters(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            yield return text.Substring(i, length);
            i += length - 1;
        }
    }

    private static void Write(TemplateRun run, StringBuilder text, object? value, int depth)
    {
        run.Step();
        if (depth > MostDepth) throw TemplateError.Endless();
        switch (value)
        {
            case null: text.Append("None"); break;
            case Undefined: text.Append("Undefined"); break;
            case bool b: text.Append(b ? "True" : "False"); break;
            case long n: text.Append(n.ToString(CultureInfo.InvariantCulture)); break;
            case double d: text.Append(Text(d)); break;
            case string s: Quote(text, s); break;
            case TemplateList list:
                text.Append(list.IsTuple ? '(' : '[');
                for (int i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Write(run, text, list.Items[i], depth + 1);
                }

                text.Append(list.IsTuple ? list.Items.Count == 1 ? ",)" : ")" : "]");
                break;
            case TemplateMap map:
                text.Append('{');
                bool first = true;
                foreach ((string key, object? item) in map.Items)
                {
                    if (!first) text.Append(", ");
                    first = false;
                    Quote(text, key);
                    text.Append(": ");
                    Write(run, text, item, depth + 1);
                }

                text.Append('}');
                break;
            default: text.Append("<function>"); break;
        }

        run.Spend(0);
        if (text.Length > 1 << 26) throw TemplateError.Endless();
    }

    private static void Quote(StringBuilder text, string value)
    {
        char mark = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(mark);
        foreach (char c in value)
        {
            text.Append(c switch { '\n' => "\\n", '\t' => "\\t", '\r' => "\\r", '\\' => "\\\\", _ when c == mark => $"\\{c}", _ => c.ToString() });
        }

        text.Append(mark);
    }
}
