using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 256: 16 bytes with a scale s (low half) and a minimum m (high half), 256 codes of 2 bits, d and dmin in half precision; a number is d · s · q − dmin · m.</summary>
/// <remarks>Each half of the block has 32 bytes of codes, two bits for each of its four groups.</remarks>
internal readonly unsafe struct Q2_K : IBlockFormat
{
    public const int Bytes = 84;
    private const int CodesAt = 16;
    private const int ScaleAt = 80;

    public static int Length => 256;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 16;

    public static int Zero => 0;

    public static bool HasMinimum => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima)
    {
        float d = HalfTable.Read(block + ScaleAt), dmin = HalfTable.Read(block + ScaleAt + 2);
        for (int i = 0; i < 16; i++)
        {
            scales[i] = d * (block[i] & 15);
            minima[i] = -(dmin * (block[i] >> 4));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) => Nibbles.Bits(block + CodesAt + (group / 4 * 32), group % 4 * 2, 3);

    public static void Quantize(float* x, byte* block)
    {
        float* scales = stackalloc float[16], below = stackalloc float[16];
        float largestScale = 0, largestBelow = 0;
        for (int i = 0; i < 16; i++)
        {
            (scales[i], below[i]) = ScaleSearch.Above(x + (16 * i), 16, 3);
            largestScale = Math.Max(largestScale, scales[i]);
            largestBelow = Math.Max(largestBelow, below[i]);
        }
        HalfTable.Write(block + ScaleAt, largestScale / 15);
        HalfTable.Write(block + ScaleAt + 2, largestBelow / 15);
        float d = HalfTable.Read(block + ScaleAt), dmin = HalfTable.Read(block + ScaleAt + 2);
        byte* codes = stackalloc byte[256];
        for (int i = 0; i < 16; i++)
        {
            int scaleCode = d == 0 ? 0 : Math.Clamp((int)MathF.Round(scales[i] / d), 0, 15), belowCode = dmin == 0 ? 0 : Math.Clamp((int)MathF.Round(below[i] / dmin), 0, 15);
            block[i] = (byte)(scaleCode | (belowCode << 4));
            float scale = d * scaleCode, low = dmin * belowCode;
            for (int j = 16 * i; j < 16 * (i + 1); j++) codes[j] = scale == 0 ? (byte)0 : (byte)Math.Clamp(MathF.Round((x[j] + low) / scale), 0, 3);
        }
        StoreQuads(codes, block + CodesAt);
    }

    /// <summary>The lower two bits of 256 codes: four groups of 32 share 32 bytes.</summary>
    internal static void StoreQuads(byte* codes, byte* to)
    {
        for (int half = 0; half < 2; half++)
        {
            byte* from = codes + (128 * half);
            for (int i = 0; i < 32; i++) to[(32 * half) + i] = (byte)((from[i] & 3) | ((from[i + 32] & 3) << 2) | ((from[i + 64] & 3) << 4) | ((from[i + 96] & 3) << 6));
        }
    }
}
