using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>As <see cref="Q4_K"/> with 5 bits: 32 bytes before the codes hold the fifth bits, bit g of byte i for number i of group g.</summary>
internal readonly unsafe struct Q5_K : IBlockFormat
{
    public const int Bytes = 176;
    private const int FifthAt = 16;
    private const int CodesAt = 48;

    public static int Length => 256;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 0;

    public static bool HasMinimum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima) => PackedScales.Read(block + 4, HalfTable.Read(block), HalfTable.Read(block + 2), scales, minima);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) =>
        Nibbles.Bits(block + CodesAt + (group / 2 * 32), group % 2 * 4, 15) | (Nibbles.Bits(block + FifthAt, group, 1).AsUInt16() << 4).AsByte();

    public static void Quantize(float* x, byte* block)
    {
        byte* codes = stackalloc byte[256];
        PackedScales.Quantize(x, 31, block, codes);
        for (int i = 0; i < 32; i++)
        {
            int bits = 0;
            for (int group = 0; group < 8; group++) bits |= (codes[(32 * group) + i] >> 4) << group;
            block[FifthAt + i] = (byte)bits;
        }
        Q4_K.StorePairs(codes, block + CodesAt);
    }
}
