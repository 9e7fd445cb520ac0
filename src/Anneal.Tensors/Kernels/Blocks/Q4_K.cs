using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 256: d and dmin in half precision, 8 scales s and minima m of 6 bits (<see cref="PackedScales"/>), and 256 codes of 4 bits; a number is d · s · q − dmin · m.</summary>
/// <remarks>Each 32 bytes of codes hold 32 numbers in their low halves and the next 32 in their high ones.</remarks>
internal readonly unsafe struct Q4_K : IBlockFormat
{
    public const int Bytes = 144;
    private const int CodesAt = 16;

    public static int Length => 256;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 0;

    public static bool HasMinimum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima) => PackedScales.Read(block + 4, HalfTable.Read(block), HalfTable.Read(block + 2), scales, minima);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Bits(block + CodesAt + (group / 2 * 32), group % 2 * 4, 15);

    public static void Quantize(float* x, byte* block)
    {
        byte* codes = stackalloc byte[256];
        PackedScales.Quantize(x, 15, block, codes);
        StorePairs(codes, block + CodesAt);
    }

    /// <summary>The lower four bits of 256 codes: 32 codes in low halves, the next 32 in high ones.</summary>
    internal static void StorePairs(byte* codes, byte* to)
    {
        for (int pair = 0; pair < 4; pair++)
            for (int i = 0; i < 32; i++) to[(32 * pair) + i] = (byte)((codes[(64 * pair) + i] & 15) | ((codes[(64 * pair) + 32 + i] & 15) << 4));
    }
}
