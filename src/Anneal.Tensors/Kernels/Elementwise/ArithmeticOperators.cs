using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal readonly struct AddOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Add(a, b);
}

internal readonly struct SubtractOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Subtract(a, b);
}

internal readonly struct MultiplyOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(a, b);
}

internal readonly struct DivideOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Divide(a, b);
}

/// <summary>The larger one; NaN when either is.</summary>
internal readonly struct MaximumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Max(a, b);
}

/// <summary>The smaller one; NaN when either is.</summary>
internal readonly struct MinimumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Min(a, b);
}

/// <summary>(a - b)^2.</summary>
internal readonly struct SquaredDifferenceOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(L.Subtract(a, b), L.Subtract(a, b));
}

/// <summary>a + scale * b.</summary>
internal readonly struct AddScaledOperator(double scale) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.MultiplyAdd(b, L.Constant(scale), a);
}

/// <summary>a + weight * (b - a).</summary>
internal readonly struct LerpOperator(double weight) : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.MultiplyAdd(L.Subtract(b, a), L.Constant(weight), a);
}

/// <summary>f(b, a): for a scalar or a broadcast operand on the left.</summary>
internal readonly struct Swapped<TOperator>(TOperator inner) : IBinaryOperator
    where TOperator : unmanaged, IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => inner.Apply<L, V, T>(b, a);
}
