using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal readonly struct NegateOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Negate(x);
}

internal readonly struct AbsOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Abs(x);
}

/// <summary>-1, 0 or 1; NaN stays NaN.</summary>
internal readonly struct SignOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(x, L.Zero), L.Constant(1), L.Select(L.GreaterThan(L.Zero, x), L.Constant(-1), x));
}

internal readonly struct FloorOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Floor(x);
}

internal readonly struct CeilingOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Negate(L.Floor(L.Negate(x)));
}

/// <summary>To the nearest whole number, halves to the even one.</summary>
internal readonly struct RoundOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Round(x);
}

internal readonly struct SquareOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(x, x);
}

internal readonly struct SqrtOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Sqrt(x);
}

/// <summary>1 / sqrt(x), exactly rounded twice (no approximation).</summary>
internal readonly struct RsqrtOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(L.Constant(1), L.Sqrt(x));
}

internal readonly struct ReciprocalOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(L.Constant(1), x);
}

internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Exp(x);
}

internal readonly struct Expm1Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Expm1(x);
}

internal readonly struct LogOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Log(x);
}

internal readonly struct Log1pOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Log1p(x);
}

internal readonly struct ErfOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Erf(x);
}

/// <summary>Between low and high; NaN stays NaN.</summary>
internal readonly struct ClampOperator(double low, double high) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.MinNative(L.Constant(high), L.MaxNative(L.Constant(low), x));
}

/// <summary>factor * x + offset.</summary>
internal readonly struct ScaleOperator(double factor, double offset) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.MultiplyAdd(x, L.Constant(factor), L.Constant(offset));
}

/// <summary>Saved: x. 2 / sqrt(pi) * e^(-x^2).</summary>
internal readonly struct ErfGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, L.Multiply(L.Constant(1.12837916709551257), Functions<L, V, T>.Exp(L.Negate(L.Multiply(saved, saved)))));
}

/// <summary>Saved: x.</summary>
internal readonly struct AbsGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.EqualTo(saved, L.Zero), L.Zero, L.Multiply(gradient, L.CopySign(L.Constant(1), saved)));
}

/// <summary>Saved: x.</summary>
internal readonly struct LogGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(gradient, saved);
}

/// <summary>Saved: x.</summary>
internal readonly struct Log1pGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(gradient, L.Add(saved, L.Constant(1)));
}

/// <summary>Saved: y.</summary>
internal readonly struct SqrtGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(L.Multiply(gradient, L.Constant(0.5)), saved);
}

/// <summary>Saved: y.</summary>
internal readonly struct RsqrtGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(L.Multiply(gradient, L.Constant(-0.5)), L.Multiply(saved, L.Multiply(saved, saved)));
}

/// <summary>Saved: y.</summary>
internal readonly struct ReciprocalGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Negate(L.Multiply(gradient, L.Multiply(saved, saved)));
}

/// <summary>Saved: x.</summary>
internal readonly struct SquareGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(L.Multiply(gradient, L.Constant(2)), saved);
}

/// <summary>Saved: y.</summary>
internal readonly struct Expm1Gradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.MultiplyAdd(gradient, saved, gradient);
}

/// <summary>Saved: x. Passes at the bounds themselves, as PyTorch does.</summary>
internal readonly struct ClampGradient(double low, double high) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.And(gradient, L.And(L.GreaterThanOrEqual(saved, L.Constant(low)), L.GreaterThanOrEqual(L.Constant(high), saved)));
}
