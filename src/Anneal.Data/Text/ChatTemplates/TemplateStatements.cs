namespace Anneal.Data.Text.ChatTemplates;

/// <summary>A part of a template that does something.</summary>
internal abstract record TemplateStatement
{
    /// <summary>Does it, and says whether the loop around goes on.</summary>
    public LoopWay Run(TemplateRun run)
    {
        run.Step();
        return Execute(run);
    }

    public static LoopWay All(TemplateRun run, IReadOnlyList<TemplateStatement> statements)
    {
        foreach (TemplateStatement statement in statements)
        {
            LoopWay way = statement.Run(run);
            if (way != LoopWay.On) return way;
        }

        return LoopWay.On;
    }

    protected abstract LoopWay Execute(TemplateRun run);
}

/// <summary>Where a loop goes on.</summary>
internal enum LoopWay
{
    /// <summary>With the next statement.</summary>
    On,

    /// <summary>With the next item.</summary>
    NextItem,

    /// <summary>Behind the loop.</summary>
    Out,
}

/// <summary>Text as it is.</summary>
internal sealed record PlainText(string Text) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        run.Write(Text);
        return LoopWay.On;
    }
}

/// <summary><c>{{ value }}</c></summary>
internal sealed record Output(TemplateExpression Value) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        run.Write(TemplateValue.Text(run, Value.Value(run)));
        return LoopWay.On;
    }
}

/// <summary><c>{% if … %}</c></summary>
internal sealed record If(IReadOnlyList<(TemplateExpression Condition, IReadOnlyList<TemplateStatement> Body)> Branches, IReadOnlyList<TemplateStatement> Else) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        foreach ((TemplateExpression condition, IReadOnlyList<TemplateStatement> body) in Branches)
        {
            if (TemplateValue.Truth(condition.Value(run))) return All(run, body);
        }

        return All(run, Else);
    }
}

/// <summary><c>{% set name = value %}</c>, <c>{% set a, b = … %}</c>, <c>{% set space.name = value %}</c></summary>
internal sealed record Set(IReadOnlyList<string> Names, string? Field, TemplateExpression Value) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        object? value = Value.Value(run);
        if (Field is not null)
        {
            if (run.Scope[Names[0]] is not TemplateMap { IsNamespace: true } space) throw TemplateError.Wrong($"set {Names[0]}.{Field}");
            space.Items[Field] = value;
        }
        else
        {
            Unpack(run, Names, value);
        }

        return LoopWay.On;
    }

    public static void Unpack(TemplateRun run, IReadOnlyList<string> names, object? value)
    {
        if (names.Count == 1)
        {
            run.Scope[names[0]] = value;
            return;
        }

        List<object?> items = TemplateValue.Items(run, value);
        if (items.Count != names.Count) throw TemplateError.Wrong(string.Join(", ", names));
        for (int i = 0; i < names.Count; i++) run.Scope[names[i]] = items[i];
    }
}

/// <summary><c>{% set name %}…{% endset %}</c></summary>
internal sealed record SetBlock(string Name, IReadOnlyList<TemplateStatement> Body, Func<TemplateExpression, TemplateExpression> Filter) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        string text = run.Captured(() => run.Within(new TemplateScope(run.Scope), () => All(run, Body)));
        run.Scope[Name] = Filter(new Literal(text)).Value(run);
        return LoopWay.On;
    }
}

/// <summary><c>{% with a = b %}…{% endwith %}</c></summary>
internal sealed record With(IReadOnlyList<(string Name, TemplateExpression Value)> Values, IReadOnlyList<TemplateStatement> Body) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        TemplateScope scope = new(run.Scope);
        foreach ((string name, TemplateExpression value) in Values) scope[name] = value.Value(run);
        return run.Within(scope, () => All(run, Body));
    }
}

/// <summary><c>{% filter name %}…{% endfilter %}</c></summary>
internal sealed record FilterBlock(Func<TemplateExpression, TemplateExpression> Filter, IReadOnlyList<TemplateStatement> Body) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        string text = run.Captured(() => run.Within(new TemplateScope(run.Scope), () => All(run, Body)));
        run.Write(TemplateValue.Text(run, Filter(new Literal(text)).Value(run)));
        return LoopWay.On;
    }
}

/// <summary><c>{% generation %}…{% endgeneration %}</c>: what the assistant said, for training on answers alone.</summary>
internal sealed record AnswerBlock(IReadOnlyList<TemplateStatement> Body) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        int start = run.Output.Length;
        LoopWay way = run.Within(new TemplateScope(run.Scope), () => All(run, Body));
        run.Answers.Add(start..run.Output.Length);
        return way;
    }
}

/// <summary><c>{% break %}</c>, <c>{% continue %}</c></summary>
internal sealed record Leave(LoopWay Way) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run) => Way;
}

/// <summary><c>{% macro name(a, b=c) %}…{% endmacro %}</c></summary>
internal sealed record Macro(string Name, MacroBody Body) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        run.Scope[Name] = Body.Bind(run.Scope, null);
        return LoopWay.On;
    }
}

/// <summary><c>{% call name(…) %}…{% endcall %}</c></summary>
internal sealed record CallBlock(Call Call, MacroBody Caller) : TemplateStatement
{
    protected override LoopWay Execute(TemplateRun run)
    {
        if (Call.Function.Value(run) is not TemplateFunction function) throw TemplateError.Wrong("call");
        TemplateArguments arguments = Call.Arguments.Values(run);
        arguments.Named["caller"] = Caller.Bind(run.Scope, null);
        run.Write(TemplateValue.Text(run, function(run, arguments)));
        return LoopWay.On;
    }
}

/// <summary>What a macro takes and does.</summary>
internal sealed record MacroBody(IReadOnlyList<(string Name, TemplateExpression? Default)> Parameters, IReadOnlyList<TemplateStatement> Body)
{
    public TemplateFunction Bind(TemplateScope around, object? caller) => (run, arguments) => run.Within(new TemplateScope(around), () =>
    {
        run.Step();
        for (int i = 0; i < Parameters.Count; i++)
        {
            (string name, TemplateExpression? otherwise) = Parameters[i];
            run.Scope[name] = arguments.Has(i, name) ? arguments[i, name] : otherwise is null ? Undefined.Of(name) : otherwise.Value(run);
        }

        run.Scope["varargs"] = new TemplateList(arguments.Values.Skip(Parameters.Count), isTuple: true);
        run.Scope["caller"] = arguments.Named.GetValueOrDefault("caller", caller ?? Undefined.Of("caller"));
        return (object?)run.Captured(() => TemplateStatement.All(run, Body));
    });
}
