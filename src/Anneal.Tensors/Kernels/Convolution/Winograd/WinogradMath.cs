using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The transforms of F(4, 3) in one dimension, as the matrices B, A and G of Lavin and Gray; two dimensions are two passes.</summary>
internal static unsafe class WinogradMath<L, V>
    where L : struct, ILanes<V, float>
    where V : struct
{
    /// <summary>Six inputs: Bᵀ d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(V d0, V d1, V d2, V d3, V d4, V d5, out V t0, out V t1, out V t2, out V t3, out V t4, out V t5)
    {
        V minus4 = L.Constant(-4), minus5 = L.Constant(-5), four = L.Constant(4), two = L.Constant(2), minus2 = L.Constant(-2);
        V even = L.MultiplyAdd(minus4, d2, d4), odd = L.MultiplyAdd(minus4, d1, d3);
        V even2 = L.Subtract(d4, d2), odd2 = L.Subtract(d3, d1);
        t0 = L.MultiplyAdd(four, d0, L.MultiplyAdd(minus5, d2, d4));
        t1 = L.Add(even, odd);
        t2 = L.Subtract(even, odd);
        t3 = L.MultiplyAdd(two, odd2, even2);
        t4 = L.MultiplyAdd(minus2, odd2, even2);
        t5 = L.MultiplyAdd(four, d1, L.MultiplyAdd(minus5, d3, d5));
    }

    /// <summary>Six products to four outputs: Aᵀ m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(V m0, V m1, V m2, V m3, V m4, V m5, out V y0, out V y1, out V y2, out V y3)
    {
        V sum = L.Add(m1, m2), difference = L.Subtract(m1, m2), sum2 = L.Add(m3, m4), difference2 = L.Subtract(m3, m4);
        y0 = L.Add(L.Add(m0, sum), sum2);
        y1 = L.MultiplyAdd(L.Constant(2), difference2, difference);
        y2 = L.MultiplyAdd(L.Constant(4), sum2, sum);
        y3 = L.Add(L.MultiplyAdd(L.Constant(8), difference2, difference), m5);
    }

    /// <summary>Four gradients of outputs to six of products: A y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient(V y0, V y1, V y2, V y3, out V o0, out V o1, out V o2, out V o3, out V o4, out V o5)
    {
        V even = L.Add(y0, y2), odd = L.Add(y1, y3);
        V even2 = L.MultiplyAdd(L.Constant(4), y2, y0), odd2 = L.MultiplyAdd(L.Constant(8), y3, L.Add(y1, y1));
        o0 = y0;
        o1 = L.Add(even, odd);
        o2 = L.Subtract(even, odd);
        o3 = L.Add(even2, odd2);
        o4 = L.Subtract(even2, odd2);
        o5 = y3;
    }

    /// <summary>Three weights to six: G g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weight(V g0, V g1, V g2, out V u0, out V u1, out V u2, out V u3, out V u4, out V u5)
    {
        V sixth = L.Constant(-1.0 / 6), outer = L.Add(g0, g2);
        V outer2 = L.MultiplyAdd(L.Constant(1.0 / 24), g0, L.Multiply(L.Constant(1.0 / 6), g2)), inner2 = L.Multiply(L.Constant(1.0 / 12), g1);
        u0 = L.Multiply(L.Constant(0.25), g0);
        u1 = L.Multiply(sixth, L.Add(outer, g1));
        u2 = L.Multiply(sixth, L.Subtract(outer, g1));
        u3 = L.Add(outer2, inner2);
        u4 = L.Subtract(outer2, inner2);
        u5 = g2;
    }

    /// <summary>Six gradients of transformed weights to three: Gᵀ u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient(V u0, V u1, V u2, V u3, V u4, V u5, out V g0, out V g1, out V g2)
    {
        V sixth = L.Constant(1.0 / 6), minusSixth = L.Constant(-1.0 / 6), sum = L.Add(u1, u2), sum2 = L.Add(u3, u4);
        g0 = L.MultiplyAdd(L.Constant(0.25), u0, L.MultiplyAdd(minusSixth, sum, L.Multiply(L.Constant(1.0 / 24), sum2)));
        g1 = L.MultiplyAdd(sixth, L.Subtract(u2, u1), L.Multiply(L.Constant(1.0 / 12), L.Subtract(u3, u4)));
        g2 = L.MultiplyAdd(sixth, L.Subtract(sum2, sum), u5);
    }
}
