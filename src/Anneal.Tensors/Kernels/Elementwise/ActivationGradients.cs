using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Saved: x or y.</summary>
internal readonly struct ReluGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.And(L.GreaterThan(saved, L.Zero), gradient);
}

/// <summary>Saved: x, or y when the slope is positive.</summary>
internal readonly struct LeakyReluGradient(double slope) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(saved, L.Zero), gradient, L.Multiply(gradient, L.Constant(slope)));
}

/// <summary>Saved: x.</summary>
internal readonly struct EluGradient(double alpha) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.EluDerivative(saved, L.Constant(alpha)));
}

/// <summary>Saved: y. y (1 - y).</summary>
internal readonly struct SigmoidGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, L.MultiplyAdd(L.Negate(saved), saved, saved));
}

/// <summary>Saved: y. 1 - y^2.</summary>
internal readonly struct TanhGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, L.MultiplyAdd(L.Negate(saved), saved, L.Constant(1)));
}

/// <summary>Saved: x.</summary>
internal readonly struct SoftplusGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.Sigmoid(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct GeluGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.GeluDerivative(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct GeluTanhGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.GeluTanhDerivative(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct SiluGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.SiluDerivative(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct MishGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.MishDerivative(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct HardswishGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.HardswishDerivative(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct HardsigmoidGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.HardsigmoidDerivative(saved));
}
