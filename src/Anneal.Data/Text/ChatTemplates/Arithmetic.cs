using System.Text;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary><c>a + b</c>, <c>a ~ b</c> and the other operations of two values.</summary>
internal sealed record Arithmetic(string Sign, TemplateExpression Left, TemplateExpression Right) : TemplateExpression
{
    protected override object? Evaluate(TemplateRun run)
    {
        object? left = Left.Value(run), right = Right.Value(run);
        if (Sign == "~") return run.Made(TemplateValue.Text(run, left) + TemplateValue.Text(run, right));
        switch (left, right)
        {
            case (string a, string b) when Sign == "+":
                return run.Made(a + b);
            case (string a, long count) when Sign == "*":
                return Repeated(run, a, count);
            case (long count, string a) when Sign == "*":
                return Repeated(run, a, count);
            case (string a, _) when Sign == "%":
                return Formatted(run, a, right);
            case (TemplateList a, TemplateList b) when Sign == "+":
                run.Step(a.Items.Count + b.Items.Count);
                return new TemplateList([.. a.Items, .. b.Items]);
            case (TemplateList a, long count) when Sign == "*":
                count = Math.Max(0, count);
                run.Step((int)Math.Min(int.MaxValue, a.Items.Count * Math.Min(count, int.MaxValue)));
                return new TemplateList(Enumerable.Repeat(a.Items, (int)count).SelectMany(items => items));
            case (Undefined or null, _) or (_, Undefined or null):
                throw TemplateError.Wrong($"{TemplateValue.Kind(left)} {Sign} {TemplateValue.Kind(right)}");
        }

        left = left is bool l ? l ? 1L : 0L : left;
        right = right is bool r ? r ? 1L : 0L : right;
        try
        {
            if (left is long m && right is long n && Whole(m, n) is { } whole) return whole;
        }
        catch (OverflowException)
        {
            throw TemplateError.Wrong($"{Sign}: overflow");
        }

        if (TemplateValue.Number(left) is { } x && TemplateValue.Number(right) is { } y) return Real(x, y);
        throw TemplateError.Wrong($"{TemplateValue.Kind(left)} {Sign} {TemplateValue.Kind(right)}");
    }

    private object? Whole(long m, long n)
    {
        checked
        {
            switch (Sign)
            {
                case "+": return m + n;
                case "-": return m - n;
                case "*": return m * n;
                case "//" or "%" when n == 0: throw TemplateError.Wrong($"{Sign} 0");
                case "//": return (m / n) - ((m % n != 0) && (m < 0 != n < 0) ? 1 : 0);
                case "%": return ((m % n) + n) % n;
                case "**" when n is >= 0 and <= 63:
                    long power = 1;
                    for (long i = 0; i < n; i++) power *= m;
                    return power;
                default: return null;
            }
        }
    }

    private double Real(double x, double y) => Sign switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "**" => Math.Pow(x, y),
        _ when y == 0 => throw TemplateError.Wrong($"{Sign} 0"),
        "/" => x / y,
        "//" => Math.Floor(x / y),
        _ => x - (y * Math.Floor(x / y)),
    };

    private static string Repeated(TemplateRun run, string text, long count)
    {
        if (count <= 0 || text.Length == 0) return "";
        if (count > 1 << 26) throw TemplateError.Endless();
        run.Spend(text.Length * count);
        return new StringBuilder().Insert(0, text, (int)count).ToString();
    }

    /// <summary>Python's <c>'%s' % value</c>, with %s, %d and %% alone.</summary>
    internal static string Formatted(TemplateRun run, string format, object? values)
    {
        List<object?> items = values is TemplateList { IsTuple: true } tuple ? tuple.Items : [values];
        StringBuilder text = new();
        int next = 0;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            char kind = format[++i];
            if (kind == '%') text.Append('%');
            else if (kind is 's' or 'd' && next < items.Count) text.Append(TemplateValue.Text(run, items[next++]));
            else throw TemplateError.Wrong($"%{kind}");
        }

        return run.Made(text.ToString());
    }
}
