using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The functions of analysis over any register width.</summary>
/// <remarks>
/// In float: minimax polynomials (fitted for this project by Remez's algorithm), good to 1 or 2 units in the last
/// place unless said otherwise. In double: the exact functions of <see cref="Math"/>, for gradient checks.
/// </remarks>
internal static partial class Functions<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>1.5 * 2^23: a number added to this is rounded to a whole one that sits in the low bits of the sum.</summary>
    private const double Rounder = 12582912;

    private const double Log2E = 1.44269504088896341;

    /// <summary>ln 2 in two parts; the first has so few bits that its product with an exponent is exact.</summary>
    private const double Ln2High = 0.693359375;
    private const double Ln2Low = -2.12194440054690583e-4;

    /// <summary>e to the power of x; infinity above 88.72, zero (never a denormal) below -87.33.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Exp(ToDouble(x)));

        // e^x = 2^n * e^r with |r| <= ln(2) / 2; n stays in the low bits of `power` and is added to the exponent field.
        V power = L.MultiplyAdd(x, L.Constant(Log2E), L.Constant(Rounder));
        V r = Remainder(x, L.Subtract(power, L.Constant(Rounder)));
        V e = L.Add(L.MultiplyAdd(L.Multiply(r, r), ExpTail(r), r), L.Constant(1));
        e = L.AddToExponent(e, power);
        e = L.Select(L.GreaterThanOrEqual(L.Constant(88.722835), x), e, L.Add(x, L.Constant(double.PositiveInfinity)));
        return L.Select(L.GreaterThan(L.Constant(-87.33654), x), L.Zero, e);
    }

    /// <summary>e^x for x no larger than zero (or NaN), two instructions cheaper than <see cref="Exp"/>: softmax's numerators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfNegative(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Exp(ToDouble(x)));
        V power = L.MultiplyAdd(x, L.Constant(Log2E), L.Constant(Rounder));
        V r = Remainder(x, L.Subtract(power, L.Constant(Rounder)));

        // e^r - 1 can't hide a NaN: the scale is multiplied in, not added to the exponent.
        V scale = L.AddToExponent(L.Constant(1), power);
        V e = L.MultiplyAdd(L.MultiplyAdd(L.Multiply(r, r), ExpTail(r), r), scale, scale);
        return L.Select(L.GreaterThan(L.Constant(-87.33654), x), L.Zero, e);
    }

    /// <summary>e^x - 1 without loss near zero; infinity above 88.37.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(ExactFunctions.Expm1(ToDouble(x)));
        V inRange = L.MaxNative(L.Constant(-20), x);
        V power = L.MultiplyAdd(inRange, L.Constant(Log2E), L.Constant(Rounder));
        V r = Remainder(inRange, L.Subtract(power, L.Constant(Rounder)));

        // e^x - 1 = 2^n * (e^r - 1) + (2^n - 1): for small x n is zero and the second term vanishes.
        V scale = L.AddToExponent(L.Constant(1), power);
        V e = L.MultiplyAdd(L.MultiplyAdd(L.Multiply(r, r), ExpTail(r), r), scale, L.Subtract(scale, L.Constant(1)));
        return L.Select(L.GreaterThanOrEqual(L.Constant(88.37), x), e, L.Add(x, L.Constant(double.PositiveInfinity)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Tanh(ToDouble(x)));

        // tanh|x| = -e / (e + 2) with e = exp(-2|x|) - 1 in (-1, 0]: nothing overflows, nothing cancels.
        V e = Expm1(L.Multiply(L.Abs(x), L.Constant(-2)));
        return L.CopySign(L.Divide(e, L.Add(e, L.Constant(2))), x);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x) => L.Divide(L.Constant(1), L.Add(L.Constant(1), Exp(L.Negate(x))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Remainder(V x, V n) => L.MultiplyAdd(n, L.Constant(-Ln2Low), L.MultiplyAdd(n, L.Constant(-Ln2High), x));

    /// <summary>(e^r - 1 - r) / r^2 for |r| up to ln(2) / 2; relative error of the whole 1.3e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpTail(V r)
    {
        V q = L.MultiplyAdd(L.Constant(1.394652612e-03), r, L.Constant(8.366627246e-03));
        q = L.MultiplyAdd(q, r, L.Constant(4.166628101e-02));
        q = L.MultiplyAdd(q, r, L.Constant(1.666654267e-01));
        return L.MultiplyAdd(q, r, L.Constant(5.000000062e-01));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble(V x) => Unsafe.BitCast<V, double>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V FromDouble(double x) => Unsafe.BitCast<double, V>(x);
}
