namespace Anneal.Data.Text.ChatTemplates;

/// <summary>Reads a template.</summary>
/// <param name="tokens">Its pieces.</param>
internal sealed class StatementParser(List<TemplateToken> tokens) : ExpressionParser(tokens)
{
    private const int MostNested = 100;

    private int nested;

    /// <summary>The whole template.</summary>
    public IReadOnlyList<TemplateStatement> Read()
    {
        IReadOnlyList<TemplateStatement> all = Body();
        return Current.Kind == TemplateTokenKind.End ? all : throw Unexpected();
    }

    /// <summary>Statements up to a block that begins with one of some words, which is left standing behind its <c>{%</c>.</summary>
    private List<TemplateStatement> Body(params string[] ends)
    {
        if (++nested > MostNested) throw Unexpected();
        List<TemplateStatement> body = [];
        while (true)
        {
            TemplateToken token = Current;
            switch (token.Kind)
            {
                case TemplateTokenKind.Text:
                    At++;
                    body.Add(new PlainText(token.Text));
                    break;
                case TemplateTokenKind.OutputStart:
                    At++;
                    body.Add(new Output(Tuple()));
                    End(TemplateTokenKind.OutputEnd);
                    break;
                case TemplateTokenKind.BlockStart:
                    At++;
                    if (Current.Kind == TemplateTokenKind.Name && ends.Contains(Current.Text))
                    {
                        nested--;
                        return body;
                    }

                    body.Add(Statement());
                    break;
                default:
                    if (token.Kind == TemplateTokenKind.End && ends.Length == 0)
                    {
                        nested--;
                        return body;
                    }

                    throw Unexpected();
            }
        }
    }

    private TemplateStatement Statement()
    {
        int line = Current.Line;
        string name = Name();
        switch (name)
        {
            case "if": return IfStatement();
            case "for": return ForStatement();
            case "set": return SetStatement();
            case "macro":
                string macro = Name();
                return new Macro(macro, MacroStatement("endmacro"));
            case "call":
                MacroBody? caller = null;
                List<(string Name, TemplateExpression? Default)> parameters = IsSign("(") ? Parameters() : [];
                if (Expression() is not Call call) throw Unexpected();
                End(TemplateTokenKind.BlockEnd);
                caller = new MacroBody(parameters, Until("endcall"));
                return new CallBlock(call, caller);
            case "filter":
                Func<TemplateExpression, TemplateExpression> filter = FilterChain(first: true);
                End(TemplateTokenKind.BlockEnd);
                return new FilterBlock(filter, Until("endfilter"));
            case "with":
                List<(string Name, TemplateExpression Value)> values = [];
                while (Current.Kind == TemplateTokenKind.Name)
                {
                    string variable = Name();
                    Expect("=");
                    values.Add((variable, Expression()));
                    if (!TakeSign(",")) break;
                }

                End(TemplateTokenKind.BlockEnd);
                return new With(values, Until("endwith"));
            case "generation":
                End(TemplateTokenKind.BlockEnd);
                return new AnswerBlock(Until("endgeneration"));
            case "break" or "continue":
                End(TemplateTokenKind.BlockEnd);
                return new Leave(name == "break" ? LoopWay.Out : LoopWay.NextItem);
            default: throw TemplateError.At(line, $"{{% {name} %}}"); // include, import and extends would read files
        }
    }

    private If IfStatement()
    {
        List<(TemplateExpression Condition, IReadOnlyList<TemplateStatement> Body)> branches = [];
        List<TemplateStatement> otherwise = [];
        while (true)
        {
            TemplateExpression condition = Tuple();
            End(TemplateTokenKind.BlockEnd);
            branches.Add((condition, Body("elif", "else", "endif")));
            string next = Name();
            if (next == "elif") continue;
            End(TemplateTokenKind.BlockEnd);
            if (next == "else") otherwise = Until("endif");
            return new If(branches, otherwise);
        }
    }

    private For ForStatement()
    {
        List<string> names = Targets();
        if (!TakeName("in")) throw Unexpected();
        TemplateExpression items = Or();
        if (IsSign(","))
        {
            List<TemplateExpression> several = [items];
            while (TakeSign(",")) several.Add(Or());
            items = new ListLiteral(several, IsTuple: true);
        }

        TemplateExpression? condition = TakeName("if") ? Expression() : null;
        if (IsName("recursive")) throw Unexpected();
        End(TemplateTokenKind.BlockEnd);
        List<TemplateStatement> body = Body("else", "endfor"), otherwise = [];
        string next = Name();
        End(TemplateTokenKind.BlockEnd);
        if (next == "else") otherwise = Until("endfor");
        return new For(names, items, condition, body, otherwise);
    }

    private TemplateStatement SetStatement()
    {
        List<string> names = Targets();
        string? field = TakeSign(".") ? Name() : null;
        if (TakeSign("="))
        {
            TemplateExpression value = Tuple();
            End(TemplateTokenKind.BlockEnd);
            return new Set(names, field, value);
        }

        if (names.Count != 1 || field is not null) throw Unexpected();
        Func<TemplateExpression, TemplateExpression> filter = FilterChain(first: false);
        End(TemplateTokenKind.BlockEnd);
        return new SetBlock(names[0], Until("endset"), filter);
    }

    /// <summary>Filters one behind another, to be put around a value that is known later.</summary>
    private Func<TemplateExpression, TemplateExpression> FilterChain(bool first)
    {
        List<Filtered> chain = [];
        while (first || TakeSign("|"))
        {
            chain.Add((Filtered)Filter(new Literal(null)));
            first = false;
        }

        return value => chain.Aggregate(value, (inner, filter) => filter with { Inner = inner });
    }

    private MacroBody MacroStatement(string end)
    {
        List<(string Name, TemplateExpression? Default)> parameters = Parameters();
        End(TemplateTokenKind.BlockEnd);
        return new MacroBody(parameters, Until(end));
    }

    private List<(string Name, TemplateExpression? Default)> Parameters()
    {
        List<(string Name, TemplateExpression? Default)> parameters = [];
        Expect("(");
        while (!TakeSign(")"))
        {
            string name = Name();
            parameters.Add((name, TakeSign("=") ? Expression() : null));
            if (!IsSign(")")) Expect(",");
        }

        return parameters;
    }

    private List<string> Targets()
    {
        bool inParentheses = TakeSign("(");
        List<string> names = [Name()];
        while (TakeSign(",")) names.Add(Name());
        if (inParentheses) Expect(")");
        return names;
    }

    private List<TemplateStatement> Until(string end)
    {
        List<TemplateStatement> body = Body(end);
        At++;
        if (Current.Kind == TemplateTokenKind.Name) At++; // {% endmacro name %}
        End(TemplateTokenKind.BlockEnd);
        return body;
    }

    private void End(TemplateTokenKind kind)
    {
        if (Current.Kind != kind) throw Unexpected();
        At++;
    }
}
