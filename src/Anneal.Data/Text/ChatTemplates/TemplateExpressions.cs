namespace Anneal.Data.Text.ChatTemplates;

/// <summary>A part of a template that has a value.</summary>
internal abstract record TemplateExpression
{
    /// <summary>Works the value out.</summary>
    public object? Value(TemplateRun run)
    {
        run.Step();
        return Evaluate(run);
    }

    protected abstract object? Evaluate(TemplateRun run);
}

/// <summary><c>'text'</c>, <c>12</c>, <c>true</c></summary>
internal sealed record Literal(object? Content) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => Content;
}

/// <summary><c>name</c></summary>
internal sealed record Variable(string Name) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => run.Scope[Name];
}

/// <summary><c>[a, b]</c>, <c>(a, b)</c></summary>
internal sealed record ListLiteral(IReadOnlyList<TemplateExpression> Items, bool IsTuple) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => new TemplateList(Items.Select(item => item.Value(run)), IsTuple);
}

/// <summary><c>{'a': b}</c></summary>
internal sealed record MapLiteral(IReadOnlyList<(TemplateExpression Key, TemplateExpression Item)> Items) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        TemplateMap map = new();
        foreach ((TemplateExpression key, TemplateExpression item) in Items)
            map.Items[key.Value(run) as string ?? throw TemplateError.Wrong("{…: …}")] = item.Value(run);
        return map;
    }
}

/// <summary><c>a if condition else b</c></summary>
internal sealed record Conditional(TemplateExpression Condition, TemplateExpression Then, TemplateExpression? Else) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) =>
        TemplateValue.Truth(Condition.Value(run)) ? Then.Value(run) : Else is null ? Undefined.Of("if") : Else.Value(run);
}

/// <summary><c>a and b</c>, <c>a or b</c></summary>
internal sealed record Logic(TemplateExpression Left, TemplateExpression Right, bool IsAnd) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? left = Left.Value(run);
        return TemplateValue.Truth(left) == IsAnd ? Right.Value(run) : left;
    }
}

/// <summary><c>not a</c></summary>
internal sealed record Not(TemplateExpression Inner) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => !TemplateValue.Truth(Inner.Value(run));
}

/// <summary><c>-a</c>, <c>+a</c></summary>
internal sealed record Signed(TemplateExpression Inner, bool IsMinus) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => Inner.Value(run) switch
    {
        long n => (object)(IsMinus ? -n : n),
        double d => IsMinus ? -d : d,
        var other => throw TemplateError.Wrong($"-{TemplateValue.Kind(other)}"),
    };
}

/// <summary><c>a &lt; b == c not in d</c></summary>
internal sealed record Comparison(TemplateExpression First, IReadOnlyList<(string Sign, TemplateExpression Right)> Rest) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? left = First.Value(run);
        foreach ((string sign, TemplateExpression expression) in Rest)
        {
            object? right = expression.Value(run);
            if (!Holds(run, sign, left, right)) return false;
            left = right;
        }

        return true;
    }

    public static bool Holds(TemplateRun run, string sign, object? left, object? right) => sign switch
    {
        "==" => TemplateValue.Same(run, left, right),
        "!=" => !TemplateValue.Same(run, left, right),
        "<" => TemplateValue.Compare(left, right) < 0,
        ">" => TemplateValue.Compare(left, right) > 0,
        "<=" => TemplateValue.Compare(left, right) <= 0,
        ">=" => TemplateValue.Compare(left, right) >= 0,
        "in" => TemplateValue.Contains(run, right, left),
        _ => !TemplateValue.Contains(run, right, left),
    };
}

/// <summary><c>a.name</c></summary>
internal sealed record Member(TemplateExpression Inner, string Name) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => Of(Inner.Value(run), Name);

    public static object? Of(object? value, string name)
    {
        switch (value)
        {
            case string text: return TextMethods.Find(text, name) ?? (object)Undefined.Of(name);
            case TemplateMap map:
                if (!map.IsNamespace && MapMethods.Find(map, name) is { } method) return method;
                return map.Items.TryGetValue(name, out object? item) ? item : Undefined.Of(name);
            case TemplateList list: return ListMethods.Find(list, name) ?? (object)Undefined.Of(name);
            case Undefined undefined: throw TemplateError.Wrong($"{undefined.Name} is undefined (.{name})");
            default: return Undefined.Of(name);
        }
    }
}

/// <summary><c>a[b]</c></summary>
internal sealed record Element(TemplateExpression Inner, TemplateExpression Index) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? value = Inner.Value(run), index = Index.Value(run);
        switch (value)
        {
            case TemplateMap map:
                string key = index as string ?? TemplateValue.Text(run, index);
                return map.Items.TryGetValue(key, out object? item) ? item : Undefined.Of(key);
            case TemplateList list when index is long at:
                if (at < 0) at += list.Items.Count;
                return at >= 0 && at < list.Items.Count ? list.Items[(int)at] : Undefined.Of("list element");
            case string text when index is long at:
                List<string> characters = [.. TemplateValue.Characters(text)];
                run.Step(characters.Count);
                if (at < 0) at += characters.Count;
                return at >= 0 && at < characters.Count ? characters[(int)at] : Undefined.Of("str element");
            case Undefined undefined: throw TemplateError.Wrong($"{undefined.Name} is undefined");
            default: return index is string name ? Member.Of(value, name) : Undefined.Of(TemplateValue.Text(run, index));
        }
    }
}

/// <summary><c>a[from:to:step]</c></summary>
internal sealed record Slice(TemplateExpression Inner, TemplateExpression? From, TemplateExpression? To, TemplateExpression? By) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? value = Inner.Value(run);
        List<object?> items = value is string or TemplateList ? TemplateValue.Items(run, value) : throw TemplateError.Wrong($"{TemplateValue.Kind(value)}[:]");
        long by = Bound(run, By) ?? 1, count = items.Count;
        if (by == 0) throw TemplateError.Wrong("[::0]");
        long from = Clamp(Bound(run, From), by > 0 ? 0 : count - 1), to = Clamp(Bound(run, To), by > 0 ? count : -1);
        List<object?> taken = [];
        for (long i = from; by > 0 ? i < to : i > to; i += by) taken.Add(items[(int)i]);
        return value is string ? run.Made(string.Concat(taken)) : new TemplateList(taken);

        long Clamp(long? bound, long otherwise)
        {
            if (bound is not { } given) return otherwise;
            long at = given < 0 ? given + count : given;
            return by > 0 ? Math.Clamp(at, 0, count) : Math.Clamp(at, -1, count - 1);
        }
    }

    private static long? Bound(TemplateRun run, TemplateExpression? expression) => expression?.Value(run) switch
    {
        null => null,
        long number => Math.Clamp(number, int.MinValue, int.MaxValue),
        var other => throw TemplateError.Wrong($"[{TemplateValue.Kind(other)}:]"),
    };
}

/// <summary><c>f(a, b=c)</c></summary>
internal sealed record Call(TemplateExpression Function, TemplateArgumentList Arguments) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? function = Function.Value(run);
        if (function is not TemplateFunction callable) throw TemplateError.Wrong($"{(Function is Member member ? member.Name : TemplateValue.Kind(function))}()");
        return callable(run, Arguments.Values(run));
    }
}

/// <summary><c>a | filter(b)</c></summary>
internal sealed record Filtered(TemplateExpression Inner, string Name, TemplateArgumentList Arguments) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => TemplateFilters.Apply(run, Name, Inner.Value(run), Arguments.Values(run));
}

/// <summary><c>a is test(b)</c></summary>
internal sealed record Tested(TemplateExpression Inner, string Name, TemplateArgumentList Arguments) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run) => TemplateTests.Holds(run, Name, Inner.Value(run), Arguments.Values(run));
}

/// <summary>The arguments of a call, as they are written.</summary>
internal sealed record TemplateArgumentList(IReadOnlyList<TemplateExpression> InOrder, IReadOnlyList<(string Name, TemplateExpression Value)> Named)
{
    public static readonly TemplateArgumentList None = new([], []);

    public TemplateArguments Values(TemplateRun run)
    {
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        List<object?> values = [.. InOrder.Select(value => value.Value(run))];
        foreach ((string name, TemplateExpression value) in Named) named[name] = value.Value(run);
        return new TemplateArguments(values, named);
    }
}
