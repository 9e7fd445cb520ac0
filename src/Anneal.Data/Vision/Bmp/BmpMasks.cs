using System.Numerics;

namespace Anneal.Data.Vision.Bmp;

/// <summary>Which bits of a pixel are its colours.</summary>
internal readonly record struct BmpMasks(uint Red, uint Green, uint Blue, uint Opacity)
{
    public bool HasOpacity => Opacity != 0;

    public void Write(uint pixel, Span<byte> to)
    {
        to[0] = Scaled(pixel, Red);
        to[1] = Scaled(pixel, Green);
        to[2] = Scaled(pixel, Blue);
        if (HasOpacity) to[3] = Scaled(pixel, Opacity);
    }

    /// <summary>The bits under a mask, as a share of 255.</summary>
    private static byte Scaled(uint pixel, uint mask)
    {
        if (mask == 0) return 0;
        int shift = BitOperations.TrailingZeroCount(mask);
        ulong most = mask >> shift, value = (pixel & mask) >> shift;
        return (byte)(((value * 255) + (most / 2)) / most);
    }
}
