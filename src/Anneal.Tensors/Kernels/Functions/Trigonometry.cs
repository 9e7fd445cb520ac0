using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal static partial class Functions<L, V, T>
{
    /// <summary>cos(2 pi u) for u in [0, 1): absolute error 1e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V CosineOfTurns(V u)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Cos(2 * Math.PI * ToDouble(u)));

        // With w = |u - 1/2| - 1/4 in [-1/4, 1/4] it is sin(2 pi w): an odd polynomial, no cases.
        V w = L.Subtract(L.Abs(L.Subtract(u, L.Constant(0.5))), L.Constant(0.25));
        V square = L.Multiply(w, w);
        V p = L.MultiplyAdd(L.Constant(-1.438139666e+01), square, L.Constant(4.200779539e+01));
        p = L.MultiplyAdd(p, square, L.Constant(-7.670416996e+01));
        p = L.MultiplyAdd(p, square, L.Constant(8.160522368e+01));
        p = L.MultiplyAdd(p, square, L.Constant(-4.134170210e+01));
        p = L.MultiplyAdd(p, square, L.Constant(6.283185307));
        return L.Multiply(p, w);
    }
}
