using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 256: the lower 4 bits of 256 codes, their upper 2 bits, 16 signed scales s of 8 bits, and d in half precision; a number is d · s · (q − 32).</summary>
/// <remarks>Each half of the block has 64 bytes of lower bits (groups 0 and 1 in low halves, 2 and 3 in high ones) and 32 bytes of upper bits (two for each group).</remarks>
internal readonly unsafe struct Q6_K : IBlockFormat
{
    public const int Bytes = 210;
    private const int HighAt = 128;
    private const int ScalesAt = 192;
    private const int ScaleAt = 208;

    public static int Length => 256;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 16;

    public static int Zero => 32;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima)
    {
        float d = HalfTable.Read(block + ScaleAt);
        for (int i = 0; i < 16; i++) scales[i] = d * (sbyte)block[ScalesAt + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group)
    {
        int half = group / 4, part = group % 4;
        Vector256<byte> low = Nibbles.Bits(block + (64 * half) + (part % 2 * 32), part / 2 * 4, 15);
        return low | (Nibbles.Bits(block + HighAt + (32 * half), 2 * part, 3).AsUInt16() << 4).AsByte();
    }

    public static void Quantize(float* x, byte* block)
    {
        float* scales = stackalloc float[16];
        float furthest = 0;
        for (int i = 0; i < 16; i++)
        {
            scales[i] = ScaleSearch.Around(x + (16 * i), 16, 32);
            if (Math.Abs(scales[i]) > Math.Abs(furthest)) furthest = scales[i];
        }
        HalfTable.Write(block + ScaleAt, furthest / -128);
        float d = HalfTable.Read(block + ScaleAt);
        byte* codes = stackalloc byte[256];
        for (int i = 0; i < 16; i++)
        {
            sbyte scaleCode = d == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(scales[i] / d), -128, 127);
            block[ScalesAt + i] = (byte)scaleCode;
            float scale = d * scaleCode;
            for (int j = 16 * i; j < 16 * (i + 1); j++) codes[j] = scale == 0 ? (byte)32 : (byte)(Math.Clamp(MathF.Round(x[j] / scale), -32, 31) + 32);
        }
        for (int half = 0; half < 2; half++)
        {
            byte* from = codes + (128 * half);
            for (int i = 0; i < 32; i++)
            {
                block[(64 * half) + i] = (byte)((from[i] & 15) | ((from[i + 64] & 15) << 4));
                block[(64 * half) + 32 + i] = (byte)((from[i + 32] & 15) | ((from[i + 96] & 15) << 4));
                block[HighAt + (32 * half) + i] = (byte)((from[i] >> 4) | (from[i + 32] >> 4 << 2) | (from[i + 64] >> 4 << 4) | (from[i + 96] >> 4 << 6));
            }
        }
    }
}
