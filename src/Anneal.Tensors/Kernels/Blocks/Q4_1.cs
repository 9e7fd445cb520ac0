using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 32: half-precision scale d and minimum m, and 32 codes of 4 bits; a number is d · q + m.</summary>
internal readonly unsafe struct Q4_1 : IBlockFormat
{
    public const int Bytes = 20;

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
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Spread(block + 4);

    public static void Quantize(float* x, byte* block)
    {
        (float lowest, float highest) = Range(x);
        float scale = (highest - lowest) / 15, inverse = scale == 0 ? 0 : 1 / scale;
        HalfTable.Write(block, scale);
        HalfTable.Write(block + 2, lowest);
        for (int i = 0; i < 16; i++) block[4 + i] = (byte)(Code(x[i]) | (Code(x[i + 16]) << 4));

        int Code(float value) => Math.Clamp((int)(((value - lowest) * inverse) + 0.5f), 0, 15);
    }

    /// <summary>The lowest and the highest of 32 numbers.</summary>
    internal static (float Lowest, float Highest) Range(float* x)
    {
        float lowest = x[0], highest = x[0];
        for (int i = 1; i < 32; i++)
        {
            lowest = Math.Min(lowest, x[i]);
            highest = Math.Max(highest, x[i]);
        }
        return (lowest, highest);
    }
}
