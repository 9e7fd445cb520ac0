using System.Buffers.Binary;

namespace Anneal.Data.Vision.Png;

/// <summary>Turns the samples of a row, of any depth, into pixels of 8-bit channels; of 16 bits the upper 8 are kept.</summary>
/// <param name="header">The picture's.</param>
/// <param name="palette">Red, green, blue for each number, where pixels are numbers of a palette.</param>
/// <param name="transparency">The tRNS chunk: the opacity of each number of the palette, or the one colour that is transparent; empty if there is none.</param>
internal sealed class PngPixels(PngHeader header, byte[] palette, byte[] transparency)
{
    private readonly bool hasKey = transparency.Length > 0 && header.Colour is PngColour.Grey or PngColour.Rgb && transparency.Length >= 2 * header.Samples;

    /// <summary>Channels of the result.</summary>
    public int Channels => header.Colour switch
    {
        PngColour.Palette => transparency.Length > 0 ? 4 : 3,
        _ => header.Samples + (hasKey ? 1 : 0),
    };

    /// <summary>Writes a row's pixels.</summary>
    /// <param name="row">The samples, packed.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="to">Where the first goes.</param>
    /// <param name="step">Bytes from one pixel to the next.</param>
    public void Write(ReadOnlySpan<byte> row, int count, Span<byte> to, int step)
    {
        if (header.Colour == PngColour.Palette) WriteFromPalette(row, count, to, step);
        else if (header.Depth == 8 && !hasKey && step == Channels) row.CopyTo(to);
        else WriteSamples(row, count, to, step);
    }

    private void WriteFromPalette(ReadOnlySpan<byte> row, int count, Span<byte> to, int step)
    {
        bool opacity = transparency.Length > 0;
        for (int x = 0, at = 0; x < count; x++, at += step)
        {
            int number = Sample(row, x);
            if ((3 * number) + 2 >= palette.Length) throw ImageError.Damaged("PLTE");
            palette.AsSpan(3 * number, 3).CopyTo(to[at..]);
            if (opacity) to[at + 3] = number < transparency.Length ? transparency[number] : (byte)255;
        }
    }

    private void WriteSamples(ReadOnlySpan<byte> row, int count, Span<byte> to, int step)
    {
        int samples = header.Samples, depth = header.Depth;
        int scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1, shift = depth == 16 ? 8 : 0;
        for (int x = 0, at = 0; x < count; x++, at += step)
        {
            bool isKey = hasKey;
            for (int s = 0; s < samples; s++)
            {
                int value = Sample(row, (x * samples) + s);
                if (hasKey) isKey &= value == (BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * s)) & ((1 << depth) - 1));
                to[at + s] = (byte)((value * scale) >> shift);
            }
            if (hasKey) to[at + samples] = isKey ? (byte)0 : (byte)255;
        }
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        switch (header.Depth)
        {
            case 8:
                return row[index];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
            default:
                int bit = index * header.Depth;
                return (row[bit >> 3] >> (8 - header.Depth - (bit & 7))) & ((1 << header.Depth) - 1);
        }
    }
}
