using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Scales a row of scores and puts the masks on it, in place. What can't be seen becomes minus infinity.</summary>
internal static unsafe class AttentionMasks<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(in AttentionProblem<T> p, int batch, int head, int query, int key, T* scores, int count)
    {
        byte* padding = p.Padding is null ? null : p.Padding + ((nint)batch * p.Keys) + key;
        byte* hidden = p.Hidden.Data is null ? null : p.Hidden.At(batch, head, query) + key;
        T* added = p.Added.Data is null ? null : p.Added.At(batch, head, query) + key;
        V scale = L.Constant(p.Scale), never = L.Constant(double.NegativeInfinity);
        V cap = L.Constant(p.Softcap), inverse = L.Constant(p.Softcap > 0 ? 1 / p.Softcap : 0);
        for (int i = 0; i < count; i += L.Count)
        {
            int lanes = Math.Min(L.Count, count - i);
            V x = L.Multiply(scale, L.LoadPartial(scores + i, lanes, L.Zero));
            if (p.Softcap > 0) x = L.Multiply(cap, Functions<L, V, T>.Tanh(L.Multiply(x, inverse)));
            if (added is not null) x = L.Add(x, L.LoadPartial(added + i, lanes, L.Zero));
            if (padding is not null) x = L.Select(L.LoadMask(padding + i, lanes), never, x);
            if (hidden is not null) x = L.Select(L.LoadMask(hidden + i, lanes), never, x);
            L.StorePartial(scores + i, x, lanes);
        }
        if (p.Window > 0) new Span<T>(scores, p.Passed(query, key, count)).Fill(Part<L, V, T>.FromDouble(double.NegativeInfinity));
    }
}
