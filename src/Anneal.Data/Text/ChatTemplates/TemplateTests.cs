namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The tests behind <c>is</c>.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, Func<TemplateRun, object?, object?, bool>> All = new(StringComparer.Ordinal)
    {
        ["defined"] = (_, value, _) => value is not Undefined,
        ["undefined"] = (_, value, _) => value is Undefined,
        ["none"] = (_, value, _) => value is null,
        ["string"] = (_, value, _) => value is string,
        ["number"] = (_, value, _) => value is long or double or bool,
        ["integer"] = (_, value, _) => value is long,
        ["float"] = (_, value, _) => value is double,
        ["boolean"] = (_, value, _) => value is bool,
        ["true"] = (_, value, _) => value is true,
        ["false"] = (_, value, _) => value is false,
        ["mapping"] = (_, value, _) => value is TemplateMap { IsNamespace: false },
        ["iterable"] = (_, value, _) => value is string or TemplateList or TemplateMap { IsNamespace: false } or Undefined,
        ["sequence"] = (_, value, _) => value is string or TemplateList or TemplateMap { IsNamespace: false } or Undefined,
        ["callable"] = (_, value, _) => value is TemplateFunction,
        ["odd"] = (_, value, _) => value is long number && number % 2 != 0,
        ["even"] = (_, value, _) => value is long number && number % 2 == 0,
        ["divisibleby"] = (_, value, other) => value is long number && other is long by && by != 0 && number % by == 0,
        ["upper"] = (_, value, _) => value is string text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["lower"] = (_, value, _) => value is string text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["in"] = (run, value, other) => TemplateValue.Contains(run, other, value),
        ["sameas"] = (run, value, other) => value is null ? other is null : value is bool or long or string ? value.GetType() == other?.GetType() && TemplateValue.Same(run, value, other) : ReferenceEquals(value, other),
        ["equalto"] = (run, value, other) => TemplateValue.Same(run, value, other),
        ["eq"] = (run, value, other) => TemplateValue.Same(run, value, other),
        ["ne"] = (run, value, other) => !TemplateValue.Same(run, value, other),
        ["lt"] = (_, value, other) => TemplateValue.Compare(value, other) < 0,
        ["le"] = (_, value, other) => TemplateValue.Compare(value, other) <= 0,
        ["gt"] = (_, value, other) => TemplateValue.Compare(value, other) > 0,
        ["ge"] = (_, value, other) => TemplateValue.Compare(value, other) >= 0,
    };

    public static bool Exists(string name) => All.ContainsKey(name);

    public static bool Holds(TemplateRun run, string name, object? value, TemplateArguments arguments) =>
        All.TryGetValue(name, out var test) ? test(run, value, arguments[0, "other"]) : throw TemplateError.Wrong($"is {name}");
}
