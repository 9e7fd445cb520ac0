using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The filters behind <c>|</c>.</summary>
internal static class TemplateFilters
{
    private delegate object? Filter(TemplateRun run, object? value, TemplateArguments arguments);

    private static readonly Dictionary<string, Filter> All = new(StringComparer.Ordinal)
    {
        ["trim"] = (run, value, a) => a[0, "chars"] is string set ? Text(run, value).Trim(set.ToCharArray()) : Text(run, value).Trim(),
        ["length"] = (_, value, _) => TemplateValue.Length(value),
        ["count"] = (_, value, _) => TemplateValue.Length(value),
        ["upper"] = (run, value, _) => Text(run, value).ToUpperInvariant(),
        ["lower"] = (run, value, _) => Text(run, value).ToLowerInvariant(),
        ["title"] = (run, value, _) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Text(run, value).ToLowerInvariant()),
        ["capitalize"] = (run, value, _) => TextMethods.Capitalize(Text(run, value)),
        ["replace"] = (run, value, a) => TextMethods.Replace(run, Text(run, value), a.Text(0, "old"), a.Text(1, "new"), a.Number(2, "count", -1)),
        ["string"] = (run, value, _) => Text(run, value),
        ["safe"] = (_, value, _) => value,
        ["escape"] = (run, value, _) => run.Made(Escape(Text(run, value))),
        ["e"] = (run, value, _) => run.Made(Escape(Text(run, value))),
        ["int"] = (_, value, a) => Whole(value, a.Number(0, "default", 0)),
        ["float"] = (_, value, _) => value is string text ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : 0.0 : TemplateValue.Number(value) ?? 0.0,
        ["abs"] = (_, value, _) => value is long number ? (object)Math.Abs(number) : Math.Abs(TemplateValue.Number(value) ?? throw Wrong("abs", value)),
        ["round"] = (_, value, a) => Math.Round(TemplateValue.Number(value) ?? throw Wrong("round", value), (int)Math.Clamp(a.Number(0, "precision", 0), 0, 15), MidpointRounding.AwayFromZero),
        ["default"] = Default,
        ["d"] = Default,
        ["tojson"] = (run, value, a) => TemplateJson.Write(run, value, a[-1, "indent"] is long named ? named : a[0, "indent"] is long indent ? indent : -1, TemplateValue.Truth(a[-1, "ensure_ascii"]), TemplateValue.Truth(a[-1, "sort_keys"])),
        ["pprint"] = (run, value, _) => TemplateValue.Written(run, value),
        ["join"] = Join,
        ["first"] = (run, value, _) => TemplateValue.Items(run, value) is [var first, ..] ? first : Undefined.Of("first"),
        ["last"] = (run, value, _) => TemplateValue.Items(run, value) is [.., var last] ? last : Undefined.Of("last"),
        ["list"] = (run, value, _) => new TemplateList(TemplateValue.Items(run, value)),
        ["items"] = (run, value, _) => value is TemplateMap map ? MapMethods.Pairs(run, map) : value is Undefined ? new TemplateList([]) : throw Wrong("items", value),
        ["dictsort"] = (run, value, _) => value is TemplateMap map ? new TemplateList(MapMethods.Pairs(run, map).Items.OrderBy(pair => (string)((TemplateList)pair!).Items[0]!, StringComparer.OrdinalIgnoreCase)) : throw Wrong("dictsort", value),
        ["reverse"] = (run, value, _) => value is string text ? string.Concat(TemplateValue.Characters(text).Reverse()) : new TemplateList(Enumerable.Reverse(TemplateValue.Items(run, value))),
        ["sort"] = Sort,
        ["unique"] = Unique,
        ["sum"] = (run, value, a) => TemplateValue.Items(run, value).Aggregate((object?)0L, (sum, item) => new Arithmetic("+", new Literal(sum), new Literal(Field(a[-1, "attribute"], item))).Value(run)),
        ["min"] = (run, value, _) => Extreme(run, value, -1),
        ["max"] = (run, value, _) => Extreme(run, value, 1),
        ["map"] = Map,
        ["select"] = (run, value, a) => Choose(run, value, a, byField: false, wanted: true),
        ["reject"] = (run, value, a) => Choose(run, value, a, byField: false, wanted: false),
        ["selectattr"] = (run, value, a) => Choose(run, value, a, byField: true, wanted: true),
        ["rejectattr"] = (run, value, a) => Choose(run, value, a, byField: true, wanted: false),
        ["indent"] = Indent,
        ["format"] = (run, value, a) => Arithmetic.Formatted(run, Text(run, value), new TemplateList(a.Values, isTuple: true)),
        ["wordcount"] = (run, value, _) => (long)Text(run, value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
        ["attr"] = (_, value, a) => value is TemplateMap map && map.Items.TryGetValue(a.Text(0, "name"), out object? item) ? item : Undefined.Of("attr"),
        ["truncate"] = (run, value, a) => Text(run, value) is { } text && text.Length > a.Number(0, "length", 255) ? text[..(int)Math.Max(0, a.Number(0, "length", 255))] + "..." : Text(run, value),
    };

    public static bool Exists(string name) => All.ContainsKey(name);

    public static object? Apply(TemplateRun run, string name, object? value, TemplateArguments arguments)
    {
        if (value is string text) run.Spend(text.Length);
        return All.TryGetValue(name, out Filter? filter) ? filter(run, value, arguments) : throw TemplateError.Wrong($"| {name}");
    }

    private static string Text(TemplateRun run, object? value) => TemplateValue.Text(run, value);

    private static Messages.UserErrorException Wrong(string filter, object? value) => TemplateError.Wrong($"{TemplateValue.Kind(value)} | {filter}");

    private static object? Default(TemplateRun run, object? value, TemplateArguments arguments)
    {
        bool replaced = value is Undefined || (TemplateValue.Truth(arguments[1, "boolean"]) && !TemplateValue.Truth(value));
        return !replaced ? value : arguments.Has(0, "default_value") ? arguments[0, "default_value"] : "";
    }

    private static object Whole(object? value, long otherwise)
    {
        if (value is string text)
        {
            if (long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return whole;
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;
        }

        return TemplateValue.Number(value) is { } number && Math.Abs(number) < 9e18 ? (long)number : otherwise;
    }

    private static string Join(TemplateRun run, object? value, TemplateArguments arguments)
    {
        string between = arguments.Text(0, "d", "");
        object? field = arguments[1, "attribute"];
        List<string> parts = [.. TemplateValue.Items(run, value).Select(item => Text(run, Field(field, item)))];
        run.Spend(parts.Sum(part => (long)part.Length + between.Length));
        return string.Join(between, parts);
    }

    private static TemplateList Sort(TemplateRun run, object? value, TemplateArguments arguments)
    {
        List<object?> items = TemplateValue.Items(run, value);
        bool exact = TemplateValue.Truth(arguments[1, "case_sensitive"]), backwards = TemplateValue.Truth(arguments[0, "reverse"]);
        object? field = arguments[2, "attribute"];
        Comparer<object?> order = Comparer<object?>.Create((x, y) =>
        {
            run.Step();
            return TemplateValue.Compare(x, y);
        });
        object? Key(object? item) => Field(field, item) is string text && !exact ? text.ToLowerInvariant() : Field(field, item);
        return new TemplateList(backwards ? items.OrderByDescending(Key, order) : items.OrderBy(Key, order));
    }

    private static TemplateList Unique(TemplateRun run, object? value, TemplateArguments arguments)
    {
        List<object?> kept = [];
        foreach (object? item in TemplateValue.Items(run, value))
        {
            if (!kept.Exists(other => TemplateValue.Same(run, other, item))) kept.Add(item);
        }

        return new TemplateList(kept);
    }

    private static object? Extreme(TemplateRun run, object? value, int sign)
    {
        List<object?> items = TemplateValue.Items(run, value);
        return items.Count == 0 ? Undefined.Of("max") : items.Aggregate((best, item) => TemplateValue.Compare(item, best) * sign > 0 ? item : best);
    }

    private static TemplateList Map(TemplateRun run, object? value, TemplateArguments arguments)
    {
        List<object?> items = TemplateValue.Items(run, value);
        if (arguments.Named.TryGetValue("attribute", out object? field))
        {
            return new TemplateList(items.Select(item => Field(field, item) is Undefined && arguments.Named.TryGetValue("default", out object? otherwise) ? otherwise : Field(field, item)));
        }

        string filter = arguments.Text(0, "filter");
        return new TemplateList(items.Select(item => Apply(run, filter, item, arguments.Rest(1))));
    }

    private static TemplateList Choose(TemplateRun run, object? value, TemplateArguments arguments, bool byField, bool wanted)
    {
        object? field = byField ? arguments[0, "attribute"] : Undefined.Of("");
        TemplateArguments test = arguments.Rest(byField ? 1 : 0);
        return new TemplateList(TemplateValue.Items(run, value).Where(item =>
        {
            object? tested = byField ? Field(field, item) : item;
            return (test.Values.Count == 0 ? TemplateValue.Truth(tested) : TemplateTests.Holds(run, test.Text(0, "test"), tested, test.Rest(1))) == wanted;
        }));
    }

    /// <summary>A part of an item, by a name with dots; the item itself where none is named.</summary>
    private static object? Field(object? field, object? item)
    {
        if (field is long index) return item is TemplateList list && index >= 0 && index < list.Items.Count ? list.Items[(int)index] : Undefined.Of("attribute");
        if (field is not string path) return item;
        foreach (string name in path.Split('.')) item = item is TemplateMap map && map.Items.TryGetValue(name, out object? inner) ? inner : Undefined.Of(name);
        return item;
    }

    private static string Indent(TemplateRun run, object? value, TemplateArguments arguments)
    {
        string space = arguments[0, "width"] is string given ? given : new string(' ', (int)Math.Clamp(arguments.Number(0, "width", 4), 0, 256));
        bool first = TemplateValue.Truth(arguments[1, "first"]), blank = TemplateValue.Truth(arguments[2, "blank"]);
        string[] lines = Text(run, value).Split('\n');
        run.Spend(lines.Sum(line => (long)line.Length + space.Length + 1));
        StringBuilder text = new();
        for (int i = 0; i < lines.Length; i++)
        {
            if (i > 0) text.Append('\n');
            if ((i > 0 || first) && (blank || lines[i].Length > 0)) text.Append(space);
            text.Append(lines[i]);
        }

        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);
}
