using System.Globalization;
using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The functions that every template has.</summary>
internal static class TemplateGlobals
{
    public static readonly TemplateScope All = Create();

    private static TemplateScope Create()
    {
        TemplateScope scope = new(null);
        scope["namespace"] = (TemplateFunction)((_, arguments) => Map(arguments, isNamespace: true));
        scope["dict"] = (TemplateFunction)((_, arguments) => Map(arguments, isNamespace: false));
        scope["range"] = (TemplateFunction)Range;
        scope["raise_exception"] = (TemplateFunction)((run, arguments) => throw TemplateError.Raised(TemplateValue.Text(run, arguments[0, "message"])));
        scope["strftime_now"] = (TemplateFunction)((run, arguments) => run.Made(Date(run.Now, arguments.Text(0, "format"))));
        return scope;
    }

    private static TemplateMap Map(TemplateArguments arguments, bool isNamespace)
    {
        TemplateMap map = new() { IsNamespace = isNamespace };
        if (arguments.Values is [TemplateMap first, ..])
        {
            foreach ((string key, object? value) in first.Items) map.Items[key] = value;
        }

        foreach ((string key, object? value) in arguments.Named) map.Items[key] = value;
        return map;
    }

    private static TemplateList Range(TemplateRun run, TemplateArguments arguments)
    {
        bool single = arguments.Values.Count == 1;
        long from = single ? 0 : arguments.Number(0, "start", 0), to = arguments.Number(single ? 0 : 1, "stop", 0), by = arguments.Number(2, "step", 1);
        if (by == 0) throw TemplateError.Wrong("range(…, 0)");
        if (Math.Abs((double)to - from) / Math.Abs((double)by) > 1e6) throw TemplateError.Endless();
        List<object?> numbers = [];
        for (long i = from; by > 0 ? i < to : i > to; i += by) numbers.Add(i);
        run.Step(numbers.Count);
        return new TemplateList(numbers);
    }

    /// <summary>A date as C's <c>strftime</c> writes it.</summary>
    private static string Date(DateTimeOffset now, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            char kind = format[++i];
            bool unpadded = kind == '-' && i + 1 < format.Length;
            if (unpadded) kind = format[++i];
            string part = kind switch
            {
                'Y' => "yyyy",
                'y' => "yy",
                'm' => "MM",
                'd' => "dd",
                'e' => "%d",
                'B' => "MMMM",
                'b' => "MMM",
                'A' => "dddd",
                'a' => "ddd",
                'H' => "HH",
                'I' => "hh",
                'M' => "mm",
                'S' => "ss",
                'p' => "tt",
                'F' => "yyyy-MM-dd",
                'T' => "HH:mm:ss",
                _ => "",
            };
            if (kind == '%') text.Append('%');
            else if (kind == 'j') text.Append(now.DayOfYear.ToString("000", CultureInfo.InvariantCulture));
            else if (part.Length == 0) text.Append('%').Append(kind);
            else text.Append(unpadded ? now.ToString(part, CultureInfo.InvariantCulture).TrimStart('0') : now.ToString(part, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
