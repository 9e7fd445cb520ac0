using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 32: half-precision scale d and minimum m, the fifth bits of 32 codes, and their lower 4 bits; a number is d · q + m.</summary>
internal readonly unsafe struct Q5_1 : IBlockFormat
{
    public const int Bytes = 24;

    public static int Length => 32;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 0;

    public static bool HasMinimum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima)
    {
        scales[0] = HalfTable.Read(block);
        minima[0] = HalfTable.Read(block + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Spread(block + 8) | Nibbles.FifthBits(block + 4);

    public static void Quantize(float* x, byte* block)
    {
        (float lowest, float highest) = Q4_1.Range(x);
        float scale = (highest - lowest) / 31, inverse = scale == 0 ? 0 : 1 / scale;
        HalfTable.Write(block, scale);
        HalfTable.Write(block + 2, lowest);
        int* codes = stackalloc int[32];
        for (int i = 0; i < 32; i++) codes[i] = Math.Clamp((int)(((x[i] - lowest) * inverse) + 0.5f), 0, 31);
        Q5_0.Store(codes, block + 4);
    }
}
