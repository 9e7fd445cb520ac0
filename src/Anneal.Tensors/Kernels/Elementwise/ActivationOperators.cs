using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

internal readonly struct ReluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Relu(x);
}

internal readonly struct LeakyReluOperator(double slope) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(x, L.Zero), x, L.Multiply(x, L.Constant(slope)));
}

internal readonly struct EluOperator(double alpha) : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Elu(x, L.Constant(alpha));
}

internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Sigmoid(x);
}

internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Tanh(x);
}

internal readonly struct SoftplusOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Softplus(x);
}

internal readonly struct GeluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Gelu(x);
}

internal readonly struct GeluTanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.GeluTanh(x);
}

internal readonly struct SiluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Silu(x);
}

internal readonly struct MishOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Mish(x);
}

internal readonly struct HardswishOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Hardswish(x);
}

internal readonly struct HardsigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => Functions<L, V, T>.Hardsigmoid(x);
}
