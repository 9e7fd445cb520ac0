using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal static partial class Functions<L, V, T>
{
    /// <summary>The error function; absolute error below 1e-7, relative error small near zero too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(ExactFunctions.Erf(ToDouble(x)));
        V square = L.Multiply(x, x);
        V p = L.MultiplyAdd(L.Constant(-6.111276891e-04), square, L.Constant(5.016214792e-03));
        p = L.MultiplyAdd(p, square, L.Constant(-2.678193769e-02));
        p = L.MultiplyAdd(p, square, L.Constant(1.128222899e-01));
        p = L.MultiplyAdd(p, square, L.Constant(-3.761253226e-01));
        p = L.MultiplyAdd(p, square, L.Constant(1.128379155));
        V size = L.Abs(x);
        V tail = L.MultiplyAdd(UpperTail(L.Multiply(size, L.Constant(1.41421356237309505)), ExpOfNegative(L.Negate(square))), L.Constant(-2), L.Constant(1));
        return L.Select(L.GreaterThan(L.Constant(0.9), size), L.Multiply(p, x), L.CopySign(tail, x));
    }

    /// <summary>The share of a standard normal distribution below x, and its density there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf(V x, out V density)
    {
        V e = ExpOfNegative(L.Multiply(L.Multiply(x, x), L.Constant(-0.5)));
        density = L.Multiply(e, L.Constant(0.398942280401432678));
        if (typeof(T) == typeof(double)) return FromDouble(0.5 * ExactFunctions.Erfc(-ToDouble(x) * 0.707106781186547524));
        V tail = UpperTail(L.Abs(x), e);
        return L.Select(L.GreaterThan(x, L.Zero), L.Subtract(L.Constant(1), tail), tail);
    }

    /// <summary>The share above x >= 0, given e^(-x^2 / 2): times a polynomial in t = 1 / (1 + 0.35 x), which is smooth all the way; relative error 3e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V UpperTail(V x, V e)
    {
        V t = L.Divide(L.Constant(1), L.MultiplyAdd(x, L.Constant(0.35), L.Constant(1)));
        V p = L.MultiplyAdd(L.Constant(-2.912935466e-02), t, L.Constant(1.438875063e-01));
        p = L.MultiplyAdd(p, t, L.Constant(-2.555326495e-01));
        p = L.MultiplyAdd(p, t, L.Constant(1.589575066e-01));
        p = L.MultiplyAdd(p, t, L.Constant(-2.295398453e-02));
        p = L.MultiplyAdd(p, t, L.Constant(1.054390206e-01));
        p = L.MultiplyAdd(p, t, L.Constant(1.198511481e-01));
        p = L.MultiplyAdd(p, t, L.Constant(1.398592278e-01));
        p = L.MultiplyAdd(p, t, L.Constant(1.396215632e-01));
        return L.Multiply(L.Multiply(p, t), e);
    }
}
