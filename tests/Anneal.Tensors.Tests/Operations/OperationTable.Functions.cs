namespace Anneal.Tensors.Tests.Operations;

public static partial class OperationTable
{
    /// <summary>By Simpson's rule: exact to about 1e-12.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        const int Steps = 4000;
        double end = Math.Min(Math.Abs(x), 6.5), h = end / Steps, sum = 1 + Math.Exp(-end * end);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-(i * h) * (i * h));
        return Math.CopySign(Math.Min(1, 2 / Math.Sqrt(Math.PI) * sum * h / 3), x);
    }

    private static IEnumerable<OperationCase> Functions()
    {
        Operand any = Operand.Normal(4, 5), positive = Operand.Between(0.2, 3, 4, 5);
        yield return Unary("Abs", Operand.AwayFromZero(4, 5), x => x.Abs(), Math.Abs);
        yield return Unary("Negate", any, x => -x, x => -x);
        yield return Unary("Square", any, x => x.Square(), x => x * x);
        yield return Unary("Sqrt", positive, x => x.Sqrt(), Math.Sqrt);
        yield return Unary("Rsqrt", positive, x => x.Rsqrt(), x => 1 / Math.Sqrt(x));
        yield return Unary("Reciprocal", positive, x => x.Reciprocal(), x => 1 / x);
        yield return Unary("Exp", any, x => x.Exp(), Math.Exp);
        yield return Unary("Expm1", any, x => x.Expm1(), x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1) with { Tolerance64 = 1e-10 };
        yield return Unary("Log", positive, x => x.Log(), Math.Log);
        yield return Unary("Log1p", positive, x => x.Log1p(), x => Math.Abs(x) < 1e-5 ? x - (x * x / 2) : Math.Log(1 + x)) with { Tolerance64 = 1e-10 };
        yield return Unary("Sin", Operand.Between(-20, 20, 4, 5), x => x.Sin(), Math.Sin);
        yield return Unary("Sin", Operand.Between(-20000, 20000, 4, 5), x => x.Sin(), x => Math.Sin((float)x), "of large angles") with { IsDifferentiable = false, Tolerance64 = 1e-2, Large = null };
        yield return Unary("Cos", Operand.Between(-20, 20, 4, 5), x => x.Cos(), Math.Cos);
        yield return Unary("Erf", any, x => x.Erf(), Erf) with { Tolerance64 = 1e-10 };
        yield return Unary("Sign", Operand.AwayFromZero(4, 5), x => x.Sign(), x => double.IsNaN(x) ? x : Math.Sign(x)) with { IsSmooth = false };
        yield return Unary("Floor", Operand.BetweenSteps(4, 5), x => x.Floor(), Math.Floor) with { IsSmooth = false };
        yield return Unary("Ceiling", Operand.BetweenSteps(4, 5), x => x.Ceiling(), Math.Ceiling) with { IsSmooth = false };
        yield return Unary("Round", Operand.BetweenSteps(4, 5), x => x.Round(), x => Math.Round(x)) with { IsSmooth = false };
        yield return Unary("Clamp", Operand.BetweenSteps(4, 5), x => x.Clamp(-1, 1.5), x => double.IsNaN(x) ? x : Math.Clamp(x, -1, 1.5));
        yield return Unary("Clamp", Operand.AwayFromZero(4, 5), x => x.Clamp(0, double.PositiveInfinity), x => double.IsNaN(x) ? x : Math.Max(x, 0), "from below");
        yield return Unary("Square", any, x => x.Pow(2), x => x * x, "as a power");
        yield return Unary("Pow", any, x => x.Pow(3), x => x * x * x, "3") with { Tolerance = 1e-5 };
        yield return Unary("Pow", positive, x => x.Pow(1.7), x => Math.Pow(x, 1.7), "1.7");
        yield return Unary("Pow", positive, x => x.Pow(-2.5), x => Math.Pow(x, -2.5), "-2.5") with { Tolerance = 1e-5 };
        yield return Unary("Pow", any, x => x.Pow(0), x => 1, "0") with { IsSmooth = false };
    }

    private static IEnumerable<OperationCase> Activations()
    {
        Operand any = Operand.Normal(4, 5), kinked = Operand.AwayFromZero(4, 5);
        yield return Unary("Relu", kinked, x => x.Relu(), x => double.IsNaN(x) ? x : Math.Max(x, 0));
        yield return Unary("LeakyRelu", kinked, x => x.LeakyRelu(0.1), x => x > 0 ? x : 0.1 * x);
        yield return Unary("Elu", kinked, x => x.Elu(0.7), x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1));
        yield return Unary("Sigmoid", any, x => x.Sigmoid(), Logistic);
        yield return Unary("Tanh", any, x => x.Tanh(), Math.Tanh);
        yield return Unary("Gelu", any, x => x.Gelu(), x => x * 0.5 * (1 + Erf(x * Math.Sqrt(0.5)))) with { Tolerance64 = 1e-10, TakesSpecialValues = false };
        yield return Unary("GeluTanh", any, x => x.GeluTanh(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))) with { TakesSpecialValues = false };
        yield return Unary("Silu", any, x => x.Silu(), x => x * Logistic(x)) with { TakesSpecialValues = false };
        yield return Unary("Mish", any, x => x.Mish(), x => x * Math.Tanh(Softplus(x))) with { Tolerance64 = 1e-10, TakesSpecialValues = false };
        yield return Unary("Softplus", any, x => x.Softplus(), Softplus) with { Tolerance64 = 1e-10 };
        yield return Unary("Softplus", any, x => x.Softplus(2.5), x => Softplus(2.5 * x) / 2.5, "beta") with { Tolerance64 = 1e-10 };
        yield return Unary("Hardswish", Operand.BetweenSteps(4, 5), x => x.Hardswish(), x => x * Math.Clamp(x + 3, 0, 6) / 6) with { TakesSpecialValues = false };
        yield return Unary("Hardsigmoid", Operand.BetweenSteps(4, 5), x => x.Hardsigmoid(), x => Math.Clamp(x + 3, 0, 6) / 6);
        foreach (int axis in new[] { 0, 1, -1 })
        {
            yield return new("Softmax", $"axis {axis}", [Operand.Normal(3, 4, 5)], x => x[0].Softmax(axis), x => x[0].AlongAxis(axis, Softmax))
            {
                Lengths = axis == -1 ? n => [[3, n]] : null,
                TakesSpecialLines = axis == -1,
                Large = axis == -1 ? [[700, 200]] : [[70, 20, 100]],
            };
            yield return new("LogSoftmax", $"axis {axis}", [Operand.Normal(3, 4, 5)], x => x[0].LogSoftmax(axis), x => x[0].AlongAxis(axis, line => [.. Softmax(line).Select(p => Math.Log(p))]))
            {
                Lengths = axis == -1 ? n => [[3, n]] : null,
                TakesSpecialLines = axis == -1,
                Large = axis == -1 ? [[700, 200]] : [[70, 20, 100]],
            };
        }
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => x > 40 ? x : Math.Log(1 + Math.Exp(x));

    private static double[] Softmax(double[] x)
    {
        if (x.Length == 0) return x;
        double max = Largest(x), sum = x.Sum(v => Math.Exp(v - max));
        return [.. x.Select(v => Math.Exp(v - max) / sum)];
    }
}
