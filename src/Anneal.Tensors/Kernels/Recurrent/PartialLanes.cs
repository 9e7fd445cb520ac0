using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Loads and stores of a register, or of the part of one that is left at the end of a row.</summary>
internal static unsafe class PartialLanes<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(T* from, int count) => count == L.Count ? L.Load(from) : L.LoadPartial(from, count, L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* to, V value, int count)
    {
        if (count == L.Count) L.Store(to, value);
        else L.StorePartial(to, value, count);
    }
}
