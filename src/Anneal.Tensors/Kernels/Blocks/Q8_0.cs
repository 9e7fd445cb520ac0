using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 32: a half-precision scale d and 32 signed bytes; a number is d · q.</summary>
internal readonly unsafe struct Q8_0 : IBlockFormat
{
    public const int Bytes = 34;

    public static int Length => 32;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 32;

    public static int Zero => 128;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima) => scales[0] = HalfTable.Read(block);

    /// <summary>Signed bytes become codes by turning the highest bit round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Vector256.Load(block + 2) ^ Vector256.Create((byte)0x80);

    public static void Quantize(float* x, byte* block)
    {
        float largest = 0;
        for (int i = 0; i < 32; i++) largest = Math.Max(largest, Math.Abs(x[i]));
        float scale = largest / 127, inverse = scale == 0 ? 0 : 1 / scale;
        HalfTable.Write(block, scale);
        for (int i = 0; i < 32; i++) block[2 + i] = (byte)(sbyte)MathF.Round(x[i] * inverse, MidpointRounding.AwayFromZero);
    }
}
