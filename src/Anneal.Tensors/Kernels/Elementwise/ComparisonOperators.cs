using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Comparisons return masks: see <see cref="Elementwise.Compare"/>.</summary>
internal readonly struct GreaterOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.GreaterThan(a, b);
}

internal readonly struct GreaterOrEqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.GreaterThanOrEqual(a, b);
}

internal readonly struct LessOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.GreaterThan(b, a);
}

internal readonly struct LessOrEqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.GreaterThanOrEqual(b, a);
}

internal readonly struct EqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.EqualTo(a, b);
}

/// <summary>True for NaN, as IEEE 754 has it.</summary>
internal readonly struct NotEqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Not(L.EqualTo(a, b));
}
