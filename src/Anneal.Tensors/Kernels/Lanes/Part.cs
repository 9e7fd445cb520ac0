using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Loads and stores of <c>count</c> lanes. With the constant <c>L.Count</c> they compile to the plain ones, so a loop's body and its tail can share one step.</summary>
internal static unsafe class Part<L, V, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>The lanes behind <paramref name="count"/> hold zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(T* from, int count) => count == L.Count ? L.Load(from) : L.LoadPartial(from, count, L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(T* from, int count, V fill) => count == L.Count ? L.Load(from) : L.LoadPartial(from, count, fill);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* to, V value, int count)
    {
        if (count == L.Count) L.Store(to, value);
        else L.StorePartial(to, value, count);
    }

    /// <summary>The number in double precision, for the few steps of a kernel that aren't per element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(T value)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<T, float>(value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<T, double>(value);
        throw new NotSupportedException();
    }

    /// <summary>The number nearest to a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FromDouble(double value)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>((float)value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(value);
        throw new NotSupportedException();
    }

    /// <summary>The value with the lanes behind <paramref name="count"/> set to zero; free for a whole register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Keep(V value, int count) => count == L.Count ? value : L.And(value, L.FirstLanes(count));
}
