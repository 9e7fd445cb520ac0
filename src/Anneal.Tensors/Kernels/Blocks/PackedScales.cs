using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The 12 bytes in which Q4_K and Q5_K keep 8 scales and 8 minima of 6 bits each.</summary>
/// <remarks>
/// Bytes 0 to 3 hold scales 0 to 3, bytes 4 to 7 minima 0 to 3, each in its lower six bits. Bytes 8 to 11 hold the lower four bits of scales
/// (low halves) and minima (high halves) 4 to 7, whose upper two bits lie in the upper bits of bytes 0 to 3 and 4 to 7.
/// </remarks>
internal static unsafe class PackedScales
{
    /// <summary>scales[i] = d · scale i, minima[i] = −dmin · minimum i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte* packed, float d, float dmin, float* scales, float* minima)
    {
        for (int i = 0; i < 4; i++)
        {
            scales[i] = d * (packed[i] & 63);
            minima[i] = -(dmin * (packed[i + 4] & 63));
            scales[i + 4] = d * ((packed[i + 8] & 15) | (packed[i] >> 6 << 4));
            minima[i + 4] = -(dmin * ((packed[i + 8] >> 4) | (packed[i + 4] >> 6 << 4)));
        }
    }

    public static void Write(byte* packed, int* scales, int* minima)
    {
        for (int i = 0; i < 4; i++)
        {
            packed[i] = (byte)(scales[i] | (scales[i + 4] >> 4 << 6));
            packed[i + 4] = (byte)(minima[i] | (minima[i + 4] >> 4 << 6));
            packed[i + 8] = (byte)((scales[i + 4] & 15) | ((minima[i + 4] & 15) << 4));
        }
    }

    /// <summary>Quantises what both formats share: d, dmin and the packed scales go to the first 16 bytes, the codes to <paramref name="codes"/>.</summary>
    public static void Quantize(float* x, int most, byte* block, byte* codes)
    {
        float* scales = stackalloc float[8], below = stackalloc float[8];
        float largestScale = 0, largestBelow = 0;
        for (int i = 0; i < 8; i++)
        {
            (scales[i], below[i]) = ScaleSearch.Above(x + (32 * i), 32, most);
            largestScale = Math.Max(largestScale, scales[i]);
            largestBelow = Math.Max(largestBelow, below[i]);
        }
        HalfTable.Write(block, largestScale / 63);
        HalfTable.Write(block + 2, largestBelow / 63);
        float d = HalfTable.Read(block), dmin = HalfTable.Read(block + 2);
        int* scaleCodes = stackalloc int[8], belowCodes = stackalloc int[8];
        for (int i = 0; i < 8; i++)
        {
            scaleCodes[i] = d == 0 ? 0 : Math.Clamp((int)MathF.Round(scales[i] / d), 0, 63);
            belowCodes[i] = dmin == 0 ? 0 : Math.Clamp((int)MathF.Round(below[i] / dmin), 0, 63);
            float scale = d * scaleCodes[i], low = dmin * belowCodes[i];
            for (int j = 32 * i; j < 32 * (i + 1); j++) codes[j] = scale == 0 ? (byte)0 : (byte)Math.Clamp(MathF.Round((x[j] + low) / scale), 0, most);
        }
        Write(block + 4, scaleCodes, belowCodes);
    }
}
