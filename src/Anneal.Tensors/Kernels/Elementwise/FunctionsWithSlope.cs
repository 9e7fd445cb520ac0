using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>A function and its derivative at the same place: most of the work is the same.</summary>
internal interface IFunctionWithSlope
{
    V Apply<L, V, T>(V x, out V slope)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged;
}

internal readonly struct GeluWithSlope : IFunctionWithSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x, out V slope)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Gelu(x, out slope);
}

internal readonly struct GeluTanhWithSlope : IFunctionWithSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x, out V slope)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        slope = Functions<L, V, T>.GeluTanhDerivative(x);
        return Functions<L, V, T>.GeluTanh(x);
    }
}

internal readonly struct SiluWithSlope : IFunctionWithSlope
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x, out V slope)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        slope = Functions<L, V, T>.SiluDerivative(x);
        return Functions<L, V, T>.Silu(x);
    }
}
