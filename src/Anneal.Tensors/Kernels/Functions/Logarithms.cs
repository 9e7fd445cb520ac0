using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal static partial class Functions<L, V, T>
{
    /// <summary>The natural logarithm: minus infinity at zero, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Log(ToDouble(x)));

        // Denormals have no exponent to split off: lift them by 2^23 first.
        V tiny = L.GreaterThan(L.Constant(1.17549435e-38), x);
        V m = L.SplitExponent(L.Select(tiny, L.Multiply(x, L.Constant(8388608)), x), out V n);
        V y = Join(m, L.Subtract(n, L.And(tiny, L.Constant(23))));
        y = L.Select(L.GreaterThanOrEqual(L.Constant(float.MaxValue), x), y, x);
        y = L.Select(L.GreaterThan(L.Zero, x), L.Constant(double.NaN), y);
        return L.Select(L.EqualTo(x, L.Zero), L.Constant(double.NegativeInfinity), y);
    }

    /// <summary>ln(1 + x) without loss near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p(V x)
    {
        // 1 + x lost some of x: what was lost, over 1 + x, is the first term of the logarithm's series.
        V sum = L.Add(L.Constant(1), x);
        V lost = L.Divide(L.Subtract(x, L.Subtract(sum, L.Constant(1))), sum);
        V matters = L.And(L.GreaterThan(sum, L.Zero), L.GreaterThanOrEqual(L.Constant(1e15), sum));
        return L.Add(Log(sum), L.Select(matters, lost, L.Zero));
    }

    /// <summary>ln(1 + e^x), by a form that can't overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus(V x)
    {
        V largest = L.MaxNative(L.Zero, x);
        V u = ExpOfNegative(L.Negate(L.Abs(x)));
        if (typeof(T) == typeof(double)) return L.Add(largest, Log1p(u));

        // 1 + u lies in [1, 2]: no special cases. What the addition lost of u is given back; a NaN is still in `largest`.
        V sum = L.Add(u, L.Constant(1));
        V logarithm = Join(L.SplitExponent(sum, out V n), n);
        return L.Add(largest, L.Add(logarithm, L.Subtract(u, L.Subtract(sum, L.Constant(1)))));
    }

    /// <summary>ln(m 2^n) for a mantissa in [sqrt(1/2), sqrt(2)].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Join(V m, V n)
    {
        V f = L.Subtract(m, L.Constant(1));
        V square = L.Multiply(f, f);
        V y = L.Multiply(L.Multiply(square, f), LogTail(f));
        y = L.MultiplyAdd(n, L.Constant(Ln2Low), y);
        y = L.Add(L.MultiplyAdd(square, L.Constant(-0.5), y), f);
        return L.MultiplyAdd(n, L.Constant(Ln2High), y);
    }

    /// <summary>(ln(1 + f) - f + f^2 / 2) / f^3 for 1 + f in [sqrt(1/2), sqrt(2)]; relative error of the whole 6e-9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTail(V f)
    {
        V p = L.MultiplyAdd(L.Constant(-7.859767241e-02), f, L.Constant(1.288186099e-01));
        p = L.MultiplyAdd(p, f, L.Constant(-1.312879394e-01));
        p = L.MultiplyAdd(p, f, L.Constant(1.418116473e-01));
        p = L.MultiplyAdd(p, f, L.Constant(-1.662454775e-01));
        p = L.MultiplyAdd(p, f, L.Constant(2.000228729e-01));
        p = L.MultiplyAdd(p, f, L.Constant(-2.500081059e-01));
        return L.MultiplyAdd(p, f, L.Constant(3.333331672e-01));
    }
}
