using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>Dot products of bytes, four neighbours to a sum: the same whole numbers on every processor.</summary>
internal static class ByteDot
{
    /// <summary>sums[i] + the products of codes 4i to 4i + 3 with those of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sums, Vector256<byte> codes, Vector256<sbyte> x)
    {
        if (AvxVnni.IsSupported) return AvxVnni.MultiplyWideningAndAdd(sums, codes, x);
        if (Avx2.IsSupported)
        {
            // Pairs in 32 bits, then pairs of pairs; the horizontal sum mixes the halves, which the permutation puts right.
            Vector256<int> low = Avx2.MultiplyAddAdjacent(Vector256.WidenLower(codes).AsInt16(), Vector256.WidenLower(x));
            Vector256<int> high = Avx2.MultiplyAddAdjacent(Vector256.WidenUpper(codes).AsInt16(), Vector256.WidenUpper(x));
            return sums + Avx2.Permute4x64(Avx2.HorizontalAdd(low, high).AsInt64(), 0b11_01_10_00).AsInt32();
        }
        // A product fits in 16 bits: at most 255 * 128.
        Vector256<long> first = Quads(Vector256.WidenLower(codes).AsInt16() * Vector256.WidenLower(x)), second = Quads(Vector256.WidenUpper(codes).AsInt16() * Vector256.WidenUpper(x));
        return sums + Vector256.Narrow(first, second);
    }

    /// <summary>Sums of four neighbours.</summary>
    private static Vector256<long> Quads(Vector256<short> products)
    {
        Vector256<int> pairs = ((products.AsInt32() << 16) >> 16) + (products.AsInt32() >> 16);
        return ((pairs.AsInt64() << 32) >> 32) + (pairs.AsInt64() >> 32);
    }
}
