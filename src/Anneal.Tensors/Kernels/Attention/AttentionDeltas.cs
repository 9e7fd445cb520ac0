using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The product of each result row with its gradient, over rows numbered [batch, heads, queries].</summary>
internal readonly unsafe struct AttentionDeltas : ILaneKernel
{
    public required void* Problem { get; init; }

    public required void* OutputGradient { get; init; }

    public required void* Deltas { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        ref readonly AttentionProblem<T> p = ref *(AttentionProblem<T>*)Problem;
        ref readonly HeadView<T> gradient = ref *(HeadView<T>*)OutputGradient;
        for (long row = start; row < end; row++)
        {
            int query = (int)(row % p.Queries), head = (int)(row / p.Queries % p.Heads), batch = (int)(row / p.Queries / p.Heads);
            T* y = p.Output.At(batch, head, query);
            T* dy = gradient.At(batch, head, query);
            V sum = L.Zero;
            int c = 0;
            for (; c <= p.ValueSize - L.Count; c += L.Count) sum = L.MultiplyAdd(L.Load(y + c), L.Load(dy + c), sum);
            if (c < p.ValueSize)
                sum = L.MultiplyAdd(L.LoadPartial(y + c, p.ValueSize - c, L.Zero), L.LoadPartial(dy + c, p.ValueSize - c, L.Zero), sum);
            ((T*)Deltas)[row] = L.Sum(sum);
        }
    }
}
