using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>Blocks of 256: the third bits of 256 codes (bit g of byte i for number i of group g), their lower 2 bits, 16 scales s of 6 bits, and d in half precision; a number is d · (s − 32) · (q − 4).</summary>
/// <remarks>The 12 bytes of scales: the lower four bits of scales 0 to 7 in low halves of the first eight and of 8 to 15 in their high halves; the upper two bits of scales i, i + 4, i + 8, i + 12 in byte 8 + i.</remarks>
internal readonly unsafe struct Q3_K : IBlockFormat
{
    public const int Bytes = 110;
    private const int CodesAt = 32;
    private const int ScalesAt = 96;
    private const int ScaleAt = 108;

    public static int Length => 256;

    public static int BlockBytes => Bytes;

    public static int ScaleLength => 16;

    public static int Zero => 4;

    public static bool HasMinimum => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scales(byte* block, float* scales, float* minima)
    {
        float d = HalfTable.Read(block + ScaleAt);
        byte* packed = block + ScalesAt;
        for (int i = 0; i < 16; i++)
        {
            int low = i < 8 ? packed[i] & 15 : packed[i - 8] >> 4, high = (packed[8 + (i % 4)] >> (i / 4 * 2)) & 3;
            scales[i] = d * ((low | (high << 4)) - 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Codes(byte* block, int group) =>
        Nibbles.Bits(block + CodesAt + (group / 4 * 32), group % 4 * 2, 3) | (Nibbles.Bits(block, group, 1).AsUInt16() << 2).AsByte();

    public static void Quantize(float* x, byte* block)
    {
        float* scales = stackalloc float[16];
        float furthest = 0;
        for (int i = 0; i < 16; i++)
        {
            scales[i] = ScaleSearch.Around(x + (16 * i), 16, 4);
            if (Math.Abs(scales[i]) > Math.Abs(furthest)) furthest = scales[i];
        }
        HalfTable.Write(block + ScaleAt, furthest / -32);
        float d = HalfTable.Read(block + ScaleAt);
        new Span<byte>(block, CodesAt).Clear();
        new Span<byte>(block + ScalesAt, 12).Clear();
        byte* codes = stackalloc byte[256];
        for (int i = 0; i < 16; i++)
        {
            int scaleCode = d == 0 ? 0 : Math.Clamp((int)MathF.Round(scales[i] / d), -32, 31);
            StoreScale(block + ScalesAt, i, scaleCode + 32);
            float scale = d * scaleCode;
            for (int j = 16 * i; j < 16 * (i + 1); j++)
            {
                codes[j] = scale == 0 ? (byte)4 : (byte)(Math.Clamp(MathF.Round(x[j] / scale), -4, 3) + 4);
                block[j % 32] |= (byte)((codes[j] >> 2) << (j / 32));
            }
        }
        Q2_K.StoreQuads(codes, block + CodesAt);
    }

    private static void StoreScale(byte* packed, int i, int code)
    {
        if (i < 8) packed[i] |= (byte)(code & 15);
        else packed[i - 8] |= (byte)((code & 15) << 4);
        packed[8 + (i % 4)] |= (byte)(code >> 4 << (i / 4 * 2));
    }
}
