using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal readonly struct SinOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Sin(x);
}

internal readonly struct CosOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Cos(x);
}

/// <summary>Saved: x.</summary>
internal readonly struct SinGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Multiply(gradient, Functions<L, V, T>.Cos(saved));
}

/// <summary>Saved: x.</summary>
internal readonly struct CosGradient : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V gradient, V saved)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Negate(L.Multiply(gradient, Functions<L, V, T>.Sin(saved)));
}
