namespace Anneal.Tensors.Kernels;

/// <summary>y = f(x) in every lane. Operators are tiny structs; those with parameters carry them as fields.</summary>
internal interface IUnaryOperator
{
    V Apply<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged;
}

/// <summary>y = f(a, b) in every lane. A comparison returns a mask; a gradient takes (incoming gradient, saved value).</summary>
internal interface IBinaryOperator
{
    V Apply<L, V, T>(V a, V b)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged;
}
