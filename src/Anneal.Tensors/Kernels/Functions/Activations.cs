using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal static partial class Functions<L, V, T>
{
    private const double SqrtTwoOverPi = 0.797884560802865356;
    private const double GeluCubic = 0.044715;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Relu(V x) => L.MaxNative(L.Zero, x);

    /// <summary>x times the standard normal distribution function (Hendrycks and Gimpel 2016).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gelu(V x) => L.Multiply(x, NormalCdf(x, out _));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Gelu(V x, out V slope)
    {
        V cdf = NormalCdf(x, out V density);
        slope = L.MultiplyAdd(x, density, cdf);
        return L.Multiply(x, cdf);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V GeluDerivative(V x)
    {
        Gelu(x, out V slope);
        return slope;
    }

    /// <summary>The tanh form of GELU: x / 2 * (1 + tanh u) = x * sigmoid(2u), u = sqrt(2/pi) (x + 0.044715 x^3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V GeluTanh(V x)
    {
        V square = L.Multiply(x, x);
        V minusTwoU = L.Multiply(x, L.MultiplyAdd(square, L.Constant(-2 * SqrtTwoOverPi * GeluCubic), L.Constant(-2 * SqrtTwoOverPi)));
        return L.Divide(x, L.Add(L.Constant(1), Exp(minusTwoU)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V GeluTanhDerivative(V x)
    {
        V square = L.Multiply(x, x);
        V twoU = L.Multiply(x, L.MultiplyAdd(square, L.Constant(2 * SqrtTwoOverPi * GeluCubic), L.Constant(2 * SqrtTwoOverPi)));
        V s = Sigmoid(twoU);
        V slope = L.MultiplyAdd(square, L.Constant(6 * SqrtTwoOverPi * GeluCubic), L.Constant(2 * SqrtTwoOverPi));
        return L.MultiplyAdd(L.Multiply(x, slope), L.MultiplyAdd(L.Negate(s), s, s), s);
    }

    /// <summary>x * sigmoid(x), also called swish.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Silu(V x) => L.Divide(x, L.Add(L.Constant(1), Exp(L.Negate(x))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SiluDerivative(V x)
    {
        V s = Sigmoid(x);
        return L.MultiplyAdd(L.Multiply(s, x), L.Subtract(L.Constant(1), s), s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Elu(V x, V alpha) => L.Select(L.GreaterThan(x, L.Zero), x, L.Multiply(alpha, Expm1(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V EluDerivative(V x, V alpha) => L.Select(L.GreaterThan(x, L.Zero), L.Constant(1), L.Multiply(alpha, Exp(x)));

    /// <summary>x * tanh(softplus(x)) (Misra 2019), with w = e^x: tanh(ln(1 + w)) = (w^2 + 2w) / (w^2 + 2w + 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mish(V x) => L.Multiply(x, MishFactor(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MishDerivative(V x)
    {
        V t = MishFactor(x);
        return L.MultiplyAdd(L.Multiply(x, Sigmoid(x)), L.MultiplyAdd(L.Negate(t), t, L.Constant(1)), t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V MishFactor(V x)
    {
        V w = Exp(L.MinNative(L.Constant(30), x));
        V n = L.Multiply(w, L.Add(w, L.Constant(2)));
        return L.Divide(n, L.Add(n, L.Constant(2)));
    }

    /// <summary>x * clamp(x + 3, 0, 6) / 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Hardswish(V x) => L.Multiply(x, Hardsigmoid(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HardswishDerivative(V x)
    {
        V middle = L.MultiplyAdd(x, L.Constant(1.0 / 3), L.Constant(0.5));
        V inside = L.And(L.GreaterThan(x, L.Constant(-3)), L.GreaterThan(L.Constant(3), x));
        return L.Select(inside, middle, L.And(L.GreaterThanOrEqual(x, L.Constant(3)), L.Constant(1)));
    }

    /// <summary>clamp(x + 3, 0, 6) / 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Hardsigmoid(V x) =>
        L.Multiply(L.MinNative(L.Constant(6), L.MaxNative(L.Zero, L.Add(x, L.Constant(3)))), L.Constant(1.0 / 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V HardsigmoidDerivative(V x)
    {
        V inside = L.And(L.GreaterThan(x, L.Constant(-3)), L.GreaterThan(L.Constant(3), x));
        return L.And(inside, L.Constant(1.0 / 6));
    }
}
