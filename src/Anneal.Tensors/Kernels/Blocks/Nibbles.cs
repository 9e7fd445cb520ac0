using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Codes of few bits, taken out of the bytes that several of them share.</summary>
internal static unsafe class Nibbles
{
    /// <summary>32 codes of 16 bytes: the low halves are the first 16, the high halves the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Spread(byte* from)
    {
        Vector128<byte> both = Vector128.Load(from);
        return Vector256.Create(both, (both.AsUInt16() >>> 4).AsByte()) & Vector256.Create((byte)0x0F);
    }

    /// <summary>The bits of each byte from <paramref name="shift"/> on that <paramref name="mask"/> lets through.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Bits(byte* from, int shift, byte mask) => (Vector256.Load(from).AsUInt16() >>> shift).AsByte() & Vector256.Create(mask);

    /// <summary>32 bits as 32 bytes: 16 where the bit is set, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> FifthBits(byte* from)
    {
        // Every byte of the result gets the byte its bit lies in (the shuffle stays within each half), and its own bit is singled out.
        Vector256<byte> all = Vector256.Create(Unsafe.ReadUnaligned<uint>(from)).AsByte();
        Vector256<byte> spread = Vector256.Shuffle(all, Vector256.Create((byte)0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 18, 18, 18, 18, 18, 18, 18, 18, 19, 19, 19, 19, 19, 19, 19, 19));
        Vector256<byte> bit = Vector256.Create(0x8040201008040201ul).AsByte();
        return Vector256.Equals(spread & bit, bit) & Vector256.Create((byte)16);
    }
}
