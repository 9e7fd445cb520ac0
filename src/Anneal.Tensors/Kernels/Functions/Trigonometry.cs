using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal static unsafe partial class Functions<L, V, T>
{
    /// <summary>Beyond this the three parts of pi / 2 don't take enough of it away.</summary>
    private const double LargestAngle = 8192;

    /// <summary>Sine of radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Sin(ToDouble(x)));
        if (!IsNear(x)) return EachLane<SinFunction>(x, L.Zero);
        V r = InQuadrant(x, out V quadrant);
        return Turned(r, quadrant);
    }

    /// <summary>Cosine of radians: the sine, a quarter turn on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos(V x)
    {
        if (typeof(T) == typeof(double)) return FromDouble(Math.Cos(ToDouble(x)));
        if (!IsNear(x)) return EachLane<CosFunction>(x, L.Zero);
        V r = InQuadrant(x, out V quadrant);
        return Turned(r, L.Add(quadrant, L.Constant(1)));
    }

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

    /// <summary>A function of the runtime's for each lane in turn.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V EachLane<TFunction>(V x, V second)
        where TFunction : IScalarFunction
    {
        T* a = stackalloc T[L.Count], b = stackalloc T[L.Count];
        L.Store(a, x);
        L.Store(b, second);
        for (int i = 0; i < L.Count; i++)
        {
            if (typeof(T) == typeof(double)) ((double*)a)[i] = TFunction.Invoke(((double*)a)[i], ((double*)b)[i]);
            else if (typeof(T) == typeof(float)) ((float*)a)[i] = TFunction.Invoke(((float*)a)[i], ((float*)b)[i]);
            else throw new NotSupportedException($"{typeof(TFunction).Name} isn't defined on {typeof(T).Name}.");
        }
        return L.Load(a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNear(V x) => !L.AnySet(L.Not(L.GreaterThan(L.Constant(LargestAngle), L.Abs(x))));

    /// <summary>x less the nearest multiple of pi / 2, which is taken away in three parts so that no bit of the rest is lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InQuadrant(V x, out V quadrant)
    {
        quadrant = L.Round(L.Multiply(x, L.Constant(0.636619772367581343)));
        V r = L.MultiplyAdd(quadrant, L.Constant(-1.5703125), x);
        r = L.MultiplyAdd(quadrant, L.Constant(-4.8351287841796875e-4), r);
        return L.MultiplyAdd(quadrant, L.Constant(-3.13916478589249e-7), r);
    }

    /// <summary>The sine of r plus so many quarter turns: a sine in even quadrants, a cosine in odd ones, negative in the last two of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Turned(V r, V quadrant)
    {
        V square = L.Multiply(r, r);
        V sine = L.MultiplyAdd(square, L.Constant(2.7249314069894752e-6), L.Constant(-1.984008201287427e-4));
        sine = L.MultiplyAdd(sine, square, L.Constant(8.333331865959555e-3));
        sine = L.MultiplyAdd(sine, square, L.Constant(-0.1666666666383276));
        sine = L.MultiplyAdd(L.Multiply(sine, square), r, r);
        V cosine = L.MultiplyAdd(square, L.Constant(-2.730044869177559e-7), L.Constant(2.4800596436291316e-5));
        cosine = L.MultiplyAdd(cosine, square, L.Constant(-1.3888887664715082e-3));
        cosine = L.MultiplyAdd(cosine, square, L.Constant(4.16666666643024e-2));
        cosine = L.MultiplyAdd(cosine, square, L.Constant(-0.5));
        cosine = L.MultiplyAdd(cosine, square, L.Constant(1));

        V half = L.Floor(L.Multiply(quadrant, L.Constant(0.5)));
        V odd = L.Not(L.EqualTo(L.Add(half, half), quadrant));
        V quarter = L.Floor(L.Multiply(half, L.Constant(0.5)));
        V negative = L.Not(L.EqualTo(L.Add(quarter, quarter), half));
        V y = L.Select(odd, cosine, sine);
        return L.Select(negative, L.Negate(y), y);
    }

    private readonly struct SinFunction : IScalarFunction
    {
        public static float Invoke(float x, float second) => MathF.Sin(x);

        public static double Invoke(double x, double second) => Math.Sin(x);
    }

    private readonly struct CosFunction : IScalarFunction
    {
        public static float Invoke(float x, float second) => MathF.Cos(x);

        public static double Invoke(double x, double second) => Math.Cos(x);
    }
}

/// <summary>A function that has no vector form here.</summary>
internal interface IScalarFunction
{
    static abstract float Invoke(float x, float second);

    static abstract double Invoke(double x, double second);
}
