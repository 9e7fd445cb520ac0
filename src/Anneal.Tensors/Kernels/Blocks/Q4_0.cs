using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 32: a half-precision scale d and 32 codes of 4 bits; a number is d · (q − 8).</summary>
internal readonly unsafe struct Q4_0 : IBlockFormat
{
    public const int Bytes = 18;

    public static int Length => 32;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 8;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima) => scales[0] = HalfTable.Read(block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Spread(block + 2);

    /// <summary>The number furthest from zero gets code 0, the one code without a counterpart.</summary>
    public static void Quantize(float* x, byte* block)
    {
        float scale = Furthest(x) / -8, inverse = scale == 0 ? 0 : 1 / scale;
        HalfTable.Write(block, scale);
        for (int i = 0; i < 16; i++) block[2 + i] = (byte)(Code(x[i]) | (Code(x[i + 16]) << 4));

        int Code(float value) => Math.Clamp((int)((value * inverse) + 8.5f), 0, 15);
    }

    /// <summary>The one of 32 numbers with the largest size; the first of equals.</summary>
    internal static float Furthest(float* x)
    {
        float furthest = 0;
        for (int i = 0; i < 32; i++)
            if (Math.Abs(x[i]) > Math.Abs(furthest)) furthest = x[i];
        return furthest;
    }
}
