namespace Anneal.Data.Text.ChatTemplates;

/// <summary><c>{% for a, b in items if condition %}…{% else %}…{% endfor %}</c></summary>
internal sealed record For(
    IReadOnlyList<string> Names, TemplateExpression Items, TemplateExpression? Condition, IReadOnlyList<TemplateStatement> Body, IReadOnlyList<TemplateStatement> Else) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        TemplateScope outer = run.Scope;
        List<object?> items = [.. TemplateValue.Items(run, Items.Value(run))];
        if (Condition is not null)
        {
            items = [.. items.Where(item => run.Within(new TemplateScope(outer), () =>
            {
                Set.Unpack(run, Names, item);
                return TemplateValue.Truth(Condition.Value(run));
            }))];
        }

        if (items.Count == 0) return All(run, Else);
        object?[] changed = [Undefined.Of("loop")];
        for (int i = 0; i < items.Count; i++)
        {
            int index = i;
            LoopWay way = run.Within(new TemplateScope(outer), () =>
            {
                Set.Unpack(run, Names, items[index]);
                run.Scope["loop"] = Loop(items, index, changed);
                return All(run, Body);
            });
            if (way == LoopWay.Out) break;
        }

        return LoopWay.On;
    }

    private static TemplateMap Loop(List<object?> items, int index, object?[] changed)
    {
        TemplateMap loop = new() { IsNamespace = true };
        loop.Items["index"] = index + 1L;
        loop.Items["index0"] = (long)index;
        loop.Items["revindex"] = (long)(items.Count - index);
        loop.Items["revindex0"] = (long)(items.Count - index - 1);
        loop.Items["first"] = index == 0;
        loop.Items["last"] = index == items.Count - 1;
        loop.Items["length"] = (long)items.Count;
        loop.Items["previtem"] = index > 0 ? items[index - 1] : Undefined.Of("loop.previtem");
        loop.Items["nextitem"] = index + 1 < items.Count ? items[index + 1] : Undefined.Of("loop.nextitem");
        loop.Items["cycle"] = (TemplateFunction)((_, arguments) => arguments.Values.Count == 0 ? Undefined.Of("cycle") : arguments.Values[index % arguments.Values.Count]);
        loop.Items["changed"] = (TemplateFunction)((run, arguments) =>
        {
            TemplateList now = new(arguments.Values);
            bool differs = !TemplateValue.Same(run, changed[0], now);
            changed[0] = now;
            return differs;
        });
        return loop;
    }
}
