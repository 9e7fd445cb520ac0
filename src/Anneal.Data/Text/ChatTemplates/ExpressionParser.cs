using System.Globalization;
using System.Runtime.CompilerServices;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>Reads expressions, with Jinja's order of operations.</summary>
/// <param name="tokens">The pieces of the template.</param>
internal class ExpressionParser(List<TemplateToken> tokens)
{
    private const int MostDepth = 100;

    private int depth;

    protected int At { get; set; }

    protected TemplateToken Current => tokens[At];

    protected List<TemplateToken> Tokens => tokens;

    /// <summary>An expression; several with commas between them are a tuple.</summary>
    protected TemplateExpression Tuple()
    {
        TemplateExpression first = Expression();
        if (!IsSign(",")) return first;
        List<TemplateExpression> items = [first];
        while (TakeSign(","))
        {
            if (Current.Kind is TemplateTokenKind.BlockEnd or TemplateTokenKind.OutputEnd || IsSign(")")) break;
            items.Add(Expression());
        }

        return new ListLiteral(items, IsTuple: true);
    }

    protected TemplateExpression Expression()
    {
        if (++depth > MostDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Unexpected();
        TemplateExpression then = Or();
        while (TakeName("if"))
        {
            TemplateExpression condition = Or();
            then = new Conditional(condition, then, TakeName("else") ? Expression() : null);
        }

        depth--;
        return then;
    }

    /// <summary>An expression that ends before <c>if</c>: what a loop goes through, behind which a condition may stand.</summary>
    protected TemplateExpression Or()
    {
        TemplateExpression left = And();
        while (TakeName("or")) left = new Logic(left, And(), IsAnd: false);
        return left;
    }

    private TemplateExpression And()
    {
        TemplateExpression left = Negation();
        while (TakeName("and")) left = new Logic(left, Negation(), IsAnd: true);
        return left;
    }

    private TemplateExpression Negation()
    {
        int count = 0;
        while (TakeName("not")) count++;
        TemplateExpression inner = Compared();

        // Two of them cancel out, but leave true or false behind; a tower of them would eat the stack.
        return count == 0 ? inner : count % 2 == 1 ? new Not(inner) : new Not(new Not(inner));
    }

    private TemplateExpression Compared()
    {
        TemplateExpression first = Sum();
        List<(string Sign, TemplateExpression Right)> rest = [];
        while (true)
        {
            if (Current is { Kind: TemplateTokenKind.Sign, Text: "==" or "!=" or "<" or ">" or "<=" or ">=" })
            {
                string sign = Tokens[At++].Text;
                rest.Add((sign, Sum()));
            }
            else if (TakeName("in"))
            {
                rest.Add(("in", Sum()));
            }
            else if (IsName("not") && Tokens[At + 1] is { Kind: TemplateTokenKind.Name, Text: "in" })
            {
                At += 2;
                rest.Add(("not in", Sum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(first, rest);
            }
        }
    }

    private TemplateExpression Sum() => Chain(() => Chain(() => Chain(Power, "*", "/", "//", "%"), "~"), "+", "-");

    private TemplateExpression Power()
    {
        TemplateExpression left = Unary(filters: true);
        while (TakeSign("**")) left = new Arithmetic("**", left, Unary(filters: true));
        return left;
    }

    private TemplateExpression Chain(Func<TemplateExpression> inner, params string[] signs)
    {
        TemplateExpression left = inner();
        while (Current.Kind == TemplateTokenKind.Sign && signs.Contains(Current.Text))
        {
            string sign = Tokens[At++].Text;
            left = new Arithmetic(sign, left, inner());
        }

        return left;
    }

    private TemplateExpression Unary(bool filters)
    {
        if (++depth > MostDepth) throw Unexpected();
        TemplateExpression value;
        if (TakeSign("-")) value = new Signed(Unary(filters: false), IsMinus: true);
        else if (TakeSign("+")) value = new Signed(Unary(filters: false), IsMinus: false);
        else value = Primary();
        value = Postfix(value);
        depth--;
        return filters ? Filters(value) : value;
    }

    private TemplateExpression Primary()
    {
        TemplateToken token = Tokens[At];
        switch (token.Kind)
        {
            case TemplateTokenKind.Name:
                At++;
                return token.Text switch
                {
                    "true" or "True" => new Literal(true),
                    "false" or "False" => new Literal(false),
                    "none" or "None" => new Literal(null),
                    _ => new Variable(token.Text),
                };
            case TemplateTokenKind.String:
                string text = "";
                while (Current.Kind == TemplateTokenKind.String) text += Tokens[At++].Text;
                return new Literal(text);
            case TemplateTokenKind.Number:
                At++;
                return new Literal(long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole) ? (object)whole : double.Parse(token.Text, CultureInfo.InvariantCulture));
        }

        if (TakeSign("(")) return Parenthesis();
        if (TakeSign("[")) return new ListLiteral(List("]"), IsTuple: false);
        if (TakeSign("{")) return Map();
        throw Unexpected();
    }

    private TemplateExpression Parenthesis()
    {
        if (TakeSign(")")) return new ListLiteral([], IsTuple: true);
        TemplateExpression inner = Tuple();
        Expect(")");
        return inner;
    }

    private List<TemplateExpression> List(string close)
    {
        List<TemplateExpression> items = [];
        while (!TakeSign(close))
        {
            items.Add(Expression());
            if (!IsSign(close)) Expect(",");
        }

        return items;
    }

    private MapLiteral Map()
    {
        List<(TemplateExpression Key, TemplateExpression Item)> items = [];
        while (!TakeSign("}"))
        {
            TemplateExpression key = Expression();
            Expect(":");
            items.Add((key, Expression()));
            if (!IsSign("}")) Expect(",");
        }

        return new MapLiteral(items);
    }

    private TemplateExpression Postfix(TemplateExpression value)
    {
        while (true)
        {
            if (TakeSign("."))
            {
                if (Current.Kind == TemplateTokenKind.Number) value = new Element(value, Primary());
                else value = new Member(value, Name());
            }
            else if (TakeSign("["))
            {
                value = Subscript(value);
            }
            else if (IsSign("("))
            {
                value = new Call(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    private TemplateExpression Filters(TemplateExpression value)
    {
        while (true)
        {
            if (TakeSign("|"))
            {
                value = Filter(value);
            }
            else if (TakeName("is"))
            {
                value = Test(value);
            }
            else if (IsSign("("))
            {
                value = new Call(value, Arguments());
            }
            else
            {
                return value;
            }
        }
    }

    protected TemplateExpression Filter(TemplateExpression value)
    {
        string name = Name();
        if (!TemplateFilters.Exists(name)) throw TemplateError.At(Current.Line, $"| {name}");
        return new Filtered(value, name, IsSign("(") ? Arguments() : TemplateArgumentList.None);
    }

    private TemplateExpression Test(TemplateExpression value)
    {
        bool negated = TakeName("not");
        string name = Name();
        if (!TemplateTests.Exists(name)) throw TemplateError.At(Current.Line, $"is {name}");
        TemplateArgumentList arguments = TemplateArgumentList.None;
        if (IsSign("(")) arguments = Arguments();
        else if (Current.Kind is TemplateTokenKind.String or TemplateTokenKind.Number || (Current.Kind == TemplateTokenKind.Name && Current.Text is not ("and" or "or" or "not" or "else" or "if" or "is" or "in"))
            || IsSign("[") || IsSign("{")) arguments = new([Postfix(Primary())], []);
        TemplateExpression tested = new Tested(value, name, arguments);
        return negated ? new Not(tested) : tested;
    }

    private TemplateExpression Subscript(TemplateExpression value)
    {
        TemplateExpression? from = IsSign(":") ? null : Expression();
        if (TakeSign("]")) return new Element(value, from!);
        Expect(":");
        TemplateExpression? to = IsSign(":") || IsSign("]") ? null : Expression();
        TemplateExpression? by = TakeSign(":") && !IsSign("]") ? Expression() : null;
        Expect("]");
        return new Slice(value, from, to, by);
    }

    protected TemplateArgumentList Arguments()
    {
        Expect("(");
        List<TemplateExpression> inOrder = [];
        List<(string Name, TemplateExpression Value)> named = [];
        while (!TakeSign(")"))
        {
            if (Current.Kind == TemplateTokenKind.Name && Tokens[At + 1] is { Kind: TemplateTokenKind.Sign, Text: "=" })
            {
                string name = Name();
                At++;
                named.Add((name, Expression()));
            }
            else
            {
                inOrder.Add(Expression());
            }

            if (!IsSign(")")) Expect(",");
        }

        return new TemplateArgumentList(inOrder, named);
    }

    protected string Name()
    {
        if (Current.Kind != TemplateTokenKind.Name) throw Unexpected();
        return Tokens[At++].Text;
    }

    protected bool IsName(string name) => Current.Kind == TemplateTokenKind.Name && Current.Text == name;

    protected bool TakeName(string name)
    {
        if (!IsName(name)) return false;
        At++;
        return true;
    }

    protected bool IsSign(string sign) => Current.Kind == TemplateTokenKind.Sign && Current.Text == sign;

    protected bool TakeSign(string sign)
    {
        if (!IsSign(sign)) return false;
        At++;
        return true;
    }

    protected void Expect(string sign)
    {
        if (!TakeSign(sign)) throw Unexpected();
    }

    protected Messages.UserErrorException Unexpected() => TemplateError.At(Current.Line, Current.Kind switch
    {
        TemplateTokenKind.End => "…",
        TemplateTokenKind.BlockEnd => "%}",
        TemplateTokenKind.OutputEnd => "}}",
        _ => Current.Text,
    });
}
