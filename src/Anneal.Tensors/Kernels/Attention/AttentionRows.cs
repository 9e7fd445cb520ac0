using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

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

    /// <summary>Asks for a row that is needed soon: it comes to the second-level cache while the core computes.</summary>
    /// <remarks>A head's rows lie a page or so apart, where the processor doesn't guess what is read next.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<T>(T* row, int size)
        where T : unmanaged
    {
        const int Line = 64;
        for (int at = 0; Sse.IsSupported && at < size; at += Line / sizeof(T)) Sse.Prefetch1(row + at);
    }

    /// <summary>Fills rows that lie <paramref name="stride"/> apart with zeros.</summary>
    public static void Clear<T>(T* rows, nint stride, int count, int size)
        where T : unmanaged
    {
        for (nint r = 0; r < count; r++) new Span<T>(rows + (r * stride), size).Clear();
    }
}
