namespace Anneal.Tensors.Kernels;

/// <summary>Moves the rows of a head.</summary>
internal static unsafe class AttentionRows
{
    /// <summary>Copies rows that lie <paramref name="stride"/> apart side by side.</summary>
    public static void Copy<T>(T* from, nint stride, T* to, int count, int size)
        where T : unmanaged
    {
        for (nint r = 0; r < count; r++) new ReadOnlySpan<T>(from + (r * stride), size).CopyTo(new Span<T>(to + (r * size), size));
    }

    /// <summary>Fills rows that lie <paramref name="stride"/> apart with zeros.</summary>
    public static void Clear<T>(T* rows, nint stride, int count, int size)
        where T : unmanaged
    {
        for (nint r = 0; r < count; r++) new Span<T>(rows + (r * stride), size).Clear();
    }
}
