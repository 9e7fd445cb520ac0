namespace Anneal.Data.Text.ChatTemplates;

/// <summary>What a call was given.</summary>
/// <param name="values">The arguments in order.</param>
/// <param name="named">The arguments by name.</param>
internal sealed class TemplateArguments(List<object?> values, Dictionary<string, object?> named)
{
    public static readonly TemplateArguments None = new([], []);

    public List<object?> Values => values;

    public Dictionary<string, object?> Named => named;

    /// <summary>An argument, by its place or its name; undefined where there is none.</summary>
    public object? this[int place, string name] => place >= 0 && place < values.Count ? values[place] : named.TryGetValue(name, out object? value) ? value : Undefined.Of(name);

    public bool Has(int place, string name) => place < values.Count || named.ContainsKey(name);

    public string Text(int place, string name, string? otherwise = null) => this[place, name] switch
    {
        string text => text,
        Undefined when otherwise is not null => otherwise,
        var other => throw TemplateError.Wrong($"{name}: {TemplateValue.Kind(other)}"),
    };

    public long Number(int place, string name, long otherwise) => this[place, name] switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        Undefined => otherwise,
        var other => throw TemplateError.Wrong($"{name}: {TemplateValue.Kind(other)}"),
    };

    /// <summary>The arguments without the first.</summary>
    public TemplateArguments Rest(int count) => new([.. values.Skip(count)], named);
}
