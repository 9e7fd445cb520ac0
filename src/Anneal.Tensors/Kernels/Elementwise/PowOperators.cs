using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>a to the power of b, as the runtime computes it.</summary>
internal readonly struct PowOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.EachLane<PowFunction>(a, b);
}

/// <summary>Saved: x. exponent x^(exponent - 1).</summary>
internal readonly struct PowGradient(double exponent) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, L.Multiply(L.Constant(exponent), Functions<L, V, T>.EachLane<PowFunction>(saved, L.Constant(exponent - 1))));
}

/// <summary>x * x * x.</summary>
internal readonly struct CubeOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(L.Multiply(x, x), x);
}

internal readonly struct PowFunction : IScalarFunction
{
    public static float Invoke(float x, float second) => MathF.Pow(x, second);

    public static double Invoke(double x, double second) => Math.Pow(x, second);
}
