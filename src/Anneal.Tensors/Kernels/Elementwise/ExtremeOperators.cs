using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>How much of the gradient of max(a, b) is a's: all, none, or half when they are equal.</summary>
internal readonly struct MaximumShare : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(a, b), L.Constant(1), L.And(L.EqualTo(a, b), L.Constant(0.5)));
}

/// <summary>How much of the gradient of min(a, b) is a's: all, none, or half when they are equal.</summary>
internal readonly struct MinimumShare : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(b, a), L.Constant(1), L.And(L.EqualTo(a, b), L.Constant(0.5)));
}

/// <summary>A mask: |a| is infinite. b is not used.</summary>
internal readonly struct IsInfiniteOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.EqualTo(L.Abs(a), L.Constant(double.PositiveInfinity));
}

/// <summary>A mask: |a| is a number below infinity. b is not used.</summary>
internal readonly struct IsFiniteOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.GreaterThan(L.Constant(double.PositiveInfinity), L.Abs(a));
}

/// <summary>A mask: a is not a number. b is not used.</summary>
internal readonly struct IsNaNOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.IsNaN(a);
}
