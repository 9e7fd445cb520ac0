using System.Globalization;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The methods of a text: a closed list, each written here.</summary>
internal static class TextMethods
{
    private static readonly Dictionary<string, Func<TemplateRun, string, TemplateArguments, object?>> All = new(StringComparer.Ordinal)
    {
        ["strip"] = (_, text, a) => Characters(a) is { } set ? text.Trim(set) : text.Trim(),
        ["lstrip"] = (_, text, a) => Characters(a) is { } set ? text.TrimStart(set) : text.TrimStart(),
        ["rstrip"] = (_, text, a) => Characters(a) is { } set ? text.TrimEnd(set) : text.TrimEnd(),
        ["upper"] = (_, text, _) => text.ToUpperInvariant(),
        ["lower"] = (_, text, _) => text.ToLowerInvariant(),
        ["casefold"] = (_, text, _) => text.ToLowerInvariant(),
        ["title"] = (_, text, _) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()),
        ["capitalize"] = (_, text, _) => Capitalize(text),
        ["startswith"] = (_, text, a) => Any(a[0, "prefix"], prefix => text.StartsWith(prefix, StringComparison.Ordinal)),
        ["endswith"] = (_, text, a) => Any(a[0, "suffix"], suffix => text.EndsWith(suffix, StringComparison.Ordinal)),
        ["removeprefix"] = (_, text, a) => a.Text(0, "prefix") is { } prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (_, text, a) => a.Text(0, "suffix") is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["find"] = (_, text, a) => (long)text.IndexOf(a.Text(0, "sub"), StringComparison.Ordinal),
        ["rfind"] = (_, text, a) => (long)text.LastIndexOf(a.Text(0, "sub"), StringComparison.Ordinal),
        ["index"] = (_, text, a) => text.IndexOf(a.Text(0, "sub"), StringComparison.Ordinal) is >= 0 and int at ? (long)at : throw TemplateError.Wrong("index"),
        ["count"] = (_, text, a) => a.Text(0, "sub") is { Length: > 0 } part ? (long)text.AsSpan().Count(part) : text.Length + 1L,
        ["replace"] = (run, text, a) => Replace(run, text, a.Text(0, "old"), a.Text(1, "new"), a.Number(2, "count", -1)),
        ["split"] = (run, text, a) => Split(run, text, a, fromEnd: false),
        ["rsplit"] = (run, text, a) => Split(run, text, a, fromEnd: true),
        ["splitlines"] = (run, text, a) => Lines(run, text, TemplateValue.Truth(a[0, "keepends"])),
        ["partition"] = (_, text, a) => Partition(text, a.Text(0, "sep"), text.IndexOf(a.Text(0, "sep"), StringComparison.Ordinal), first: true),
        ["rpartition"] = (_, text, a) => Partition(text, a.Text(0, "sep"), text.LastIndexOf(a.Text(0, "sep"), StringComparison.Ordinal), first: false),
        ["join"] = (run, text, a) => run.Made(string.Join(text, TemplateValue.Items(run, a[0, "iterable"]).Select(item => TemplateValue.Text(run, item)))),
        ["isdigit"] = (_, text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isnumeric"] = (_, text, _) => text.Length > 0 && text.All(char.IsNumber),
        ["isalpha"] = (_, text, _) => text.Length > 0 && text.All(char.IsLetter),
        ["isalnum"] = (_, text, _) => text.Length > 0 && text.All(char.IsLetterOrDigit),
        ["isspace"] = (_, text, _) => text.Length > 0 && text.All(char.IsWhiteSpace),
        ["isupper"] = (_, text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["islower"] = (_, text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["zfill"] = (run, text, a) => Pad(run, text, a.Number(0, "width", 0), '0', left: true),
        ["ljust"] = (run, text, a) => Pad(run, text, a.Number(0, "width", 0), ' ', left: false),
        ["rjust"] = (run, text, a) => Pad(run, text, a.Number(0, "width", 0), ' ', left: true),
    };

    /// <summary>A method of a text, ready to be called; null where there is none.</summary>
    public static TemplateFunction? Find(string text, string name) =>
        All.TryGetValue(name, out var method) ? (run, arguments) =>
        {
            run.Spend(text.Length);
            return method(run, text, arguments);
        }
        : null;

    public static string Capitalize(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Replace(TemplateRun run, string text, string old, string with, long most)
    {
        long found = old.Length == 0 ? text.Length + 1L : text.AsSpan().Count(old);
        if (most >= 0) found = Math.Min(found, most);
        run.Spend(text.Length + (found * with.Length));
        if (old.Length > 0 && most < 0) return text.Replace(old, with, StringComparison.Ordinal);
        System.Text.StringBuilder result = new();
        int at = 0;
        for (long i = 0; i < found; i++)
        {
            int next = old.Length == 0 ? (int)i : text.IndexOf(old, at, StringComparison.Ordinal);
            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static char[]? Characters(TemplateArguments arguments) => arguments[0, "chars"] is string set ? set.ToCharArray() : null;

    private static bool Any(object? what, Predicate<string> holds) => what switch
    {
        string text => holds(text),
        TemplateList list => list.Items.OfType<string>().Any(text => holds(text)),
        _ => throw TemplateError.Wrong(TemplateValue.Kind(what)),
    };

    private static TemplateList Split(TemplateRun run, string text, TemplateArguments arguments, bool fromEnd)
    {
        long most = arguments.Number(1, "maxsplit", -1);
        string? mark = arguments[0, "sep"] as string;
        if (mark is { Length: 0 }) throw TemplateError.Wrong("split('')");
        List<string> parts = mark is not null
            ? [.. text.Split(mark)]
            : [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        run.Step(parts.Count);
        if (most >= 0 && parts.Count > most + 1)
        {
            // What is beyond the most splits stays as it is: found again in the text, since white space is not all alike.
            int count = (int)most;
            if (mark is null) parts = Words(text, count, fromEnd);
            else if (fromEnd) parts = [string.Join(mark, parts.SkipLast(count)), .. parts.TakeLast(count)];
            else parts = [.. parts.Take(count), string.Join(mark, parts.Skip(count))];
        }

        return new TemplateList(parts);
    }

    private static List<string> Words(string text, int count, bool fromEnd)
    {
        List<string> words = [];
        string rest = text.Trim();
        for (; count > 0 && rest.Length > 0; count--)
        {
            int at = fromEnd ? rest.AsSpan().LastIndexOfAny(" \t\r\n") : rest.AsSpan().IndexOfAny(" \t\r\n");
            if (at < 0) break;
            words.Add(fromEnd ? rest[(at + 1)..] : rest[..at]);
            rest = fromEnd ? rest[..at].TrimEnd() : rest[(at + 1)..].TrimStart();
        }

        words.Add(rest);
        if (fromEnd) words.Reverse();
        return words;
    }

    private static TemplateList Lines(TemplateRun run, string text, bool keepEnds)
    {
        List<object?> lines = [];
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            lines.Add(end < 0 ? text[at..] : text[at..(keepEnds ? end + 1 : end)]);
            at = end < 0 ? text.Length : end + 1;
        }

        run.Step(lines.Count);
        return new TemplateList(lines);
    }

    private static TemplateList Partition(string text, string mark, int at, bool first) => new(
        at >= 0 ? [text[..at], mark, text[(at + mark.Length)..]] : first ? [text, "", ""] : ["", "", text], isTuple: true);

    private static string Pad(TemplateRun run, string text, long width, char with, bool left)
    {
        if (width > 1 << 20) throw TemplateError.Endless();
        run.Spend(width);
        return left ? text.PadLeft((int)Math.Max(0, width), with) : text.PadRight((int)Math.Max(0, width), with);
    }
}
