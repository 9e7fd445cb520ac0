namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The methods of a map: those that only read.</summary>
internal static class MapMethods
{
    public static TemplateFunction? Find(TemplateMap map, string name) => name switch
    {
        "items" => (run, _) => Pairs(run, map),
        "keys" => (run, _) => new TemplateList(TemplateValue.Items(run, map)),
        "values" => (run, _) =>
        {
            run.Step(map.Items.Count);
            return new TemplateList(map.Items.Values);
        },
        "get" => (_, arguments) => arguments[0, "key"] is string key && map.Items.TryGetValue(key, out object? value) ? value : arguments.Has(1, "default") ? arguments[1, "default"] : null,
        _ => null,
    };

    public static TemplateList Pairs(TemplateRun run, TemplateMap map)
    {
        run.Step(map.Items.Count);
        return new TemplateList(map.Items.Select(item => new TemplateList([item.Key, item.Value], isTuple: true)));
    }
}

/// <summary>The methods of a list: those that only read.</summary>
internal static class ListMethods
{
    public static TemplateFunction? Find(TemplateList list, string name) => name switch
    {
        "index" => (run, arguments) => list.Items.FindIndex(item => TemplateValue.Same(run, item, arguments[0, "value"])) is >= 0 and int at ? (long)at : throw TemplateError.Wrong("index"),
        "count" => (run, arguments) => (long)list.Items.Count(item => TemplateValue.Same(run, item, arguments[0, "value"])),
        _ => null,
    };
}
