using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 32: a half-precision scale d, the fifth bits of 32 codes, and their lower 4 bits; a number is d · (q − 16).</summary>
internal readonly unsafe struct Q5_0 : IBlockFormat
{
    public const int Bytes = 22;

    public static int Length => 32;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 16;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima) => scales[0] = HalfTable.Read(block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Spread(block + 6) | Nibbles.FifthBits(block + 2);

    public static void Quantize(float* x, byte* block)
    {
        float scale = Q4_0.Furthest(x) / -16, inverse = scale == 0 ? 0 : 1 / scale;
        HalfTable.Write(block, scale);
        int* codes = stackalloc int[32];
        for (int i = 0; i < 32; i++) codes[i] = Math.Clamp((int)((x[i] * inverse) + 16.5f), 0, 31);
        Store(codes, block + 2);
    }

    /// <summary>32 codes of 5 bits as both 5-bit formats store them: all fifth bits, then pairs of the rest.</summary>
    internal static void Store(int* codes, byte* to)
    {
        uint high = 0;
        for (int i = 0; i < 32; i++) high |= (uint)(codes[i] >> 4) << i;
        Unsafe.WriteUnaligned(to, high);
        for (int i = 0; i < 16; i++) to[4 + i] = (byte)((codes[i] & 15) | ((codes[i + 16] & 15) << 4));
    }
}
